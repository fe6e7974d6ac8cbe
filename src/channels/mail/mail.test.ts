import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../../test/people/post-office.ts'
import { createTestDatabase } from '../../../test/support/database.ts'
import { commandActor } from '../../people/actor.ts'
import { DAY, HOUR, MINUTE } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { openWorkbench } from '../workbench.fixture.ts'
import type { MailMessage } from './templates.ts'

const invitation: MailMessage = {
  kind: 'invitation',
  to: 'minsu@example.com',
  workspaceName: '하늘 <주식회사>',
  invitedBy: '이지훈',
  link: 'http://localhost:3000/invitations/fin_abcdefghijklmnopqrstuvwxyz',
  expiresAt: new Date('2026-11-30T05:00:00Z'),
  timeZone: 'Asia/Seoul',
}

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
  office = await openPostOffice()
})
afterEach(async () => {
  await office.close()
  await sql`delete from deliveries`.execute(database.db)
  await sql`delete from delivery_lanes`.execute(database.db)
})

function mailVia(smtpUrl: string | null) {
  const channels = bench.open({ smtpUrl })
  return {
    ...channels,
    /** As an admin sees it, with the words of each. */
    async list(page: { limit: number; cursor?: string | undefined }) {
      const { items, nextCursor } = await channels.outbox.list(commandActor, page)
      return { items: await Promise.all(items.map(({ id }) => channels.outbox.open(commandActor, id))), nextCursor }
    },
  }
}

async function queue(mail: ReturnType<typeof mailVia>, message: MailMessage = invitation) {
  await database.db.transaction().execute((tx) => mail.queueMail(tx, message))
}

test('a queued mail arrives in Korean, as text and as HTML, with names escaped', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  expect(await mail.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
  const [received] = office.received
  expect(received?.subject).toBe('[finops-for-ai] 하늘 <주식회사> 워크스페이스에 초대되었습니다')
  expect(received?.to).toEqual(['minsu@example.com'])
  expect(received?.text).toContain('이지훈님이 하늘 <주식회사> 워크스페이스에 초대했습니다.')
  expect(received?.text).toContain(invitation.link)
  expect(received?.text).toContain('2026년 11월 30일 오후 2:00')
  expect(received?.html).toContain('하늘 &lt;주식회사&gt;')
  expect(received?.html).toContain(`href="${invitation.link}"`)
})

test('a password reset names the person and says that nothing changes by itself', async () => {
  const mail = mailVia(office.url)
  await queue(mail, { ...invitation, kind: 'password-reset', personName: '김민수' })
  await mail.deliverWaiting()
  expect(office.received[0]?.subject).toBe('[finops-for-ai] 비밀번호 재설정 안내')
  expect(office.received[0]?.text).toContain('김민수님의 비밀번호 재설정이 요청되었습니다.')
})

test('what is rolled back is never sent', async () => {
  const mail = mailVia(office.url)
  const deed = database.db.transaction().execute(async (tx) => {
    await mail.queueMail(tx, invitation)
    throw new Error('the deed failed')
  })
  await expect(deed).rejects.toThrow('the deed failed')
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
})

test('a server that is busy gets the mail later, once', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  office.answerWith(451, 'try again later')
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 1 })
  expect((await mail.list({ limit: 10 })).items[0]).toMatchObject({ state: 'waiting' })
  expect((await mail.list({ limit: 10 })).items[0]?.problem).toContain('451 try again later')
  office.answerWith(null)
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  bench.clock.advance(2 * MINUTE)
  expect(await mail.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  expect(office.received).toHaveLength(1)
})

test('a mail to an address that does not exist is given up at once', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  office.answerWith(550, 'no such user')
  await mail.deliverWaiting()
  expect((await mail.list({ limit: 10 })).items[0]).toMatchObject({ state: 'failed' })
})

test('a server that is down is asked once a round, and a mail waits a day for it at most', async () => {
  const { url } = office
  await office.close()
  const mail = mailVia(url)
  await queue(mail)
  await queue(mail)
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 1 })
  let rounds = 0
  while ((await mail.list({ limit: 10 })).items.some((item) => item.state === 'waiting')) {
    bench.clock.advance(HOUR)
    await mail.deliverWaiting()
    rounds += 1
    expect(rounds).toBeLessThan(60)
  }
  const [item] = (await mail.list({ limit: 10 })).items
  expect(item).toMatchObject({ state: 'failed' })
  expect(item?.problem).toContain('메일 서버에 연결하지 못했습니다.')
})

test('two processes delivering at once send each mail once', async () => {
  const [first, second] = [mailVia(office.url), mailVia(office.url)]
  for (let index = 0; index < 8; index += 1) await queue(first, { ...invitation, to: `p${index}@example.com` })
  const counts = await Promise.all([first.deliverWaiting(), second.deliverWaiting()])
  expect(counts.reduce((sum, count) => sum + count.sent, 0)).toBe(8)
  expect(new Set(office.received.map((mail) => mail.to.join())).size).toBe(8)
  expect(office.received).toHaveLength(8)
})

test('a mail claimed by a process that died is taken over when its lease ends', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  const until = new Date(bench.clock.now().getTime() + 5 * MINUTE)
  await sql`insert into delivery_lanes (lane, claimed_until) values ('mail', ${until})`.execute(database.db)
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  bench.clock.advance(6 * MINUTE)
  expect(await mail.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
})

test('without a mail server mail is stored with its link for somebody to carry', async () => {
  const mail = mailVia(null)
  await queue(mail)
  expect(mail.sendsMail).toBe(false)
  expect(await mail.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  const [item] = (await mail.list({ limit: 10 })).items
  expect(item).toMatchObject({ state: 'stored', to: 'minsu@example.com', sentAt: null, problem: null })
  expect(item?.text).toContain(invitation.link)
})

test('a mail that was sent keeps no one-time link, and no line of the log had one', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  await mail.deliverWaiting()
  const { rows } = await sql`select * from deliveries`.execute(database.db)
  expect(JSON.stringify(rows)).not.toContain('fin_abcdefghij')
  expect(bench.lines.join()).not.toMatch(/fin_abc|minsu@example.com/)
})

test('a mail that is given up keeps no one-time link', async () => {
  const mail = mailVia(office.url)
  await queue(mail)
  office.answerWith(550, 'no such user')
  await mail.deliverWaiting()
  const { rows } = await sql`select state, text_body, html_body from deliveries`.execute(database.db)
  expect(rows).toMatchObject([{ state: 'failed', text_body: expect.stringContaining('초대했습니다') }])
  expect(JSON.stringify(rows)).not.toContain('fin_abcdefghij')
})

test('a stored mail shows its link as long as one can work, loses it then, and is gone after 90 days', async () => {
  const mail = mailVia(null)
  await queue(mail)
  const bodies = async () =>
    JSON.stringify((await sql`select text_body, html_body from deliveries`.execute(database.db)).rows)
  bench.clock.advance(7 * DAY)
  await mail.tidyUp()
  expect((await mail.list({ limit: 10 })).items[0]?.text).toContain(invitation.link)
  bench.clock.advance(1)
  await mail.tidyUp()
  expect(await bodies()).toContain('초대했습니다')
  expect(await bodies()).not.toContain('fin_abcdefghij')
  bench.clock.advance(83 * DAY)
  await mail.tidyUp()
  expect(await bodies()).toBe('[]')
})

test('the list goes on where the page before ended', async () => {
  const mail = mailVia(null)
  for (let index = 0; index < 5; index += 1) {
    await queue(mail, { ...invitation, to: `p${index}@example.com` })
    bench.clock.advance(index % 2)
  }
  const first = await mail.list({ limit: 2 })
  const second = await mail.list({ limit: 2, cursor: first.nextCursor ?? undefined })
  const third = await mail.list({ limit: 2, cursor: second.nextCursor ?? undefined })
  const all = [first, second, third].flatMap((page) => page.items.map((item) => item.to))
  expect(new Set(all).size).toBe(5)
  expect(third.nextCursor).toBeNull()
  await expect(mail.list({ limit: 2, cursor: 'AAAA' })).rejects.toMatchObject({ kind: 'invalid' })
})
