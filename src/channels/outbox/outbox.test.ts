import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../../test/people/post-office.ts'
import { createTestDatabase } from '../../../test/support/database.ts'
import { commandActor } from '../../people/actor.ts'
import { MINUTE } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Channels } from '../create-channels.ts'
import type { Notice } from '../notice.ts'
import { noticeOf, openWorkbench } from '../workbench.fixture.ts'

let database: Database
let office: PostOffice
let bench: ReturnType<typeof openWorkbench>

beforeAll(async () => {
  database = await createTestDatabase()
  bench = openWorkbench(database)
})
afterAll(() => database.close())
beforeEach(async () => {
  bench.reset()
  bench.people.push('lead@example.com', 'Admin@example.com')
  office = await openPostOffice()
})
afterEach(async () => {
  await office.close()
  for (const table of ['deliveries', 'notices', 'delivery_lanes', 'channels']) {
    await sql`delete from ${sql.table(table)}`.execute(database.db)
  }
})

const queue = (channels: Channels, notice: Notice) =>
  database.db.transaction().execute((tx) => channels.queue(tx, notice))
const listed = async (channels: Channels) => (await channels.outbox.list(commandActor, { limit: 50 })).items

test('a notice reaches every lead, admin and extra address once, however it is written', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  const notice = noticeOf({ detectedAt: bench.clock.now(), alsoTo: ['boss@example.com', 'admin@EXAMPLE.com '] })
  expect(await queue(channels, notice)).toBe(3)
  expect(await channels.deliverWaiting()).toEqual({ sent: 3, failed: 0 })
  expect(office.received.map((mail) => mail.to[0]?.toLowerCase()).toSorted()).toEqual([
    'admin@example.com',
    'boss@example.com',
    'lead@example.com',
  ])
})

test('the same key twice is one notice', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  const notice = noticeOf({ detectedAt: bench.clock.now() })
  expect(await queue(channels, notice)).toBe(2)
  bench.people.push('new-lead@example.com')
  expect(await queue(channels, notice)).toBe(0)
  await channels.deliverWaiting()
  expect(office.received).toHaveLength(2)
})

test('a notice for named addresses goes to them alone', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  expect(await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: ['team@example.com'] }))).toBe(1)
  await channels.deliverWaiting()
  expect(office.received.map((mail) => mail.to)).toEqual([['team@example.com']])
})

test('a notice says in text and HTML what happened, in figures, with both links', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  await queue(channels, noticeOf({ detectedAt: bench.clock.now(), facts: [{ label: '작업', value: '<b>&' }] }))
  await channels.deliverWaiting()
  const [mail] = office.received
  expect(mail?.text).toContain('🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)\n\n작업: <b>&\n')
  expect(mail?.text).toContain('지금 차단하기: http://localhost:3000/projects/1?block=1')
  expect(mail?.html).toContain('&lt;b&gt;&amp;')
  expect(mail?.html).toContain('href="http://localhost:3000/projects/1?block=1"')
  expect(mail?.html).not.toContain('지연 알림')
})

test('what leaves after an outage says when it happened, and the outbox shows its delay', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  const seconds: number[] = []
  channels.onDelivered((delivered) => seconds.push(delivered.seconds))
  await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: ['lead@example.com'] }))
  office.answerWith(421, 'closing')
  expect(await channels.deliverWaiting()).toEqual({ sent: 0, failed: 1 })
  office.answerWith(null)
  bench.clock.advance(20 * MINUTE)
  await channels.deliverWaiting()
  expect(office.received[0]?.text).toContain('지연 알림 · 14:00에 발생')
  expect(office.received[0]?.html).toContain('지연 알림 · 14:00에 발생')
  expect(seconds).toEqual([1_200])
  expect((await listed(channels))[0]).toMatchObject({ state: 'sent', late: true, delaySeconds: 1_200, problem: null })
})

test('a message whose attempt was cut off by a crash is sent again and marked', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: ['lead@example.com'] }))
  await sql`update deliveries set attempt_started_at = ${bench.clock.now()}, attempts = 1`.execute(database.db)
  await channels.deliverWaiting()
  expect(office.received[0]?.text).toContain('같은 알림이 이미 도착했을 수 있습니다')
  expect((await listed(channels))[0]).toMatchObject({ state: 'sent', possiblyTwice: true })
})

test('a server that surely took nothing leaves no doubt behind', async () => {
  const channels = bench.open({ smtpUrl: 'smtp://127.0.0.1:1' })
  await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: ['lead@example.com'] }))
  await channels.deliverWaiting()
  const repaired = bench.open({ smtpUrl: office.url })
  bench.clock.advance(MINUTE)
  await repaired.deliverWaiting()
  expect((await listed(repaired))[0]).toMatchObject({ state: 'sent', possiblyTwice: false, attempts: 2 })
})

test('what is queued while its lane is at work leaves without waiting for the next minute', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  const seen: string[] = []
  const all = Promise.withResolvers<void>()
  channels.onDelivered(({ channel }) => seen.push(channel) === 20 && all.resolve())
  for (let index = 0; index < 20; index += 1) {
    await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: [`p${index}@example.com`] }))
    channels.deliverSoon()
  }
  await all.promise
  await channels.close()
  expect(office.received).toHaveLength(20)
})

test('the only process there can be takes over at its start what a dead one held', async () => {
  const channels = bench.open({ smtpUrl: office.url })
  await queue(channels, noticeOf({ detectedAt: bench.clock.now(), onlyTo: ['lead@example.com'] }))
  const until = new Date(bench.clock.now().getTime() + MINUTE)
  await sql`insert into delivery_lanes (lane, claimed_until) values ('mail', ${until})`.execute(database.db)
  await channels.takeOver()
  expect(await channels.deliverWaiting()).toEqual({ sent: database.kind === 'embedded' ? 1 : 0, failed: 0 })
})
