import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../../test/people/post-office.ts'
import { createTestDatabase } from '../../../test/support/database.ts'
import { createFakeSlack, type FakeSlack, type SlackFault } from '../../../test/support/slack.ts'
import { commandActor } from '../../people/actor.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Channels } from '../create-channels.ts'
import { failingChannels } from '../failing-channels.ts'
import type { Notice } from '../notice.ts'
import { noticeOf, openWorkbench } from '../workbench.fixture.ts'

let database: Database
let slack: FakeSlack
let office: PostOffice
let bench: ReturnType<typeof openWorkbench>
let channels: Channels

beforeAll(async () => {
  database = await createTestDatabase()
  bench = openWorkbench(database)
})
afterAll(() => database.close())
beforeEach(async () => {
  bench.reset()
  slack = await createFakeSlack()
  office = await openPostOffice()
  channels = bench.open({ smtpUrl: office.url, slackPatienceMs: 700 })
  await allow(true)
})
afterEach(async () => {
  await slack.close()
  await office.close()
  for (const table of ['deliveries', 'notices', 'delivery_lanes', 'channels', 'webhook_hosts', 'secrets']) {
    await sql`delete from ${sql.table(table)}`.execute(database.db)
  }
})

const allow = (allowsPrivate: boolean, origin = slack.origin) =>
  channels.settings.changeHosts(commandActor, [{ origin, allowsPrivate }], '')
const add = (name = 'alarms', url: string | null = slack.url(name)) =>
  channels.settings.create(commandActor, { teamId: null, kind: 'slack', name, url })
const queue = (change: Partial<Notice> = {}) =>
  database.db.transaction().execute((tx) => channels.queue(tx, noticeOf({ detectedAt: bench.clock.now(), ...change })))
const listed = async () => (await channels.outbox.list(commandActor, { limit: 50 })).items
const listedSlack = async () => (await listed()).filter(({ channel }) => channel === 'slack')
const heard = () => slack.messages.map(({ text }) => text)

test('a notice reaches each Slack channel once, with its buttons', async () => {
  await add('alarms')
  await add('managers')
  expect(await queue()).toBe(2)
  expect(await channels.deliverWaiting()).toEqual({ sent: 2, failed: 0 })
  expect(slack.messages.map(({ path }) => path.split('/').at(-1)).toSorted()).toEqual([
    'alarms-secret-1234567890',
    'managers-secret-1234567890',
  ])
  expect(slack.messages[0]?.blocks.at(-1)?.elements?.[1]).toMatchObject({ style: 'danger' })
})

const passing: [string, SlackFault, number][] = [
  ['is busy and says for how long', { kind: 429, retryAfterSeconds: 40 }, 40 * SECOND],
  ['has trouble', { kind: 500 }, 10 * SECOND],
  ['breaks the connection', { kind: 'reset' }, 10 * SECOND],
]
test.each(passing)('a Slack that %s gets the message later, once', async (_name, fault, pause) => {
  await add()
  await queue()
  slack.faults.push({ ...fault, times: 1 })
  expect(await channels.deliverWaiting()).toEqual({ sent: 0, failed: 1 })
  bench.clock.advance(pause / 2 - SECOND)
  expect(await channels.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  bench.clock.advance(pause / 2 + SECOND)
  expect(await channels.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
  expect(slack.messages).toHaveLength(1)
})

const dark: [string, SlackFault][] = [
  ['takes a message and breaks the connection', { kind: 'reset-after-accept', times: 1 }],
  ['takes a message and falls silent', { kind: 'stall', times: 1 }],
  ['hides behind a proxy that gave up', { kind: 504, times: 1 }],
]
test.each(dark)('a Slack that %s may get it twice, and both sides say so', async (_name, fault) => {
  await add()
  await queue()
  slack.faults.push(fault)
  await channels.deliverWaiting()
  bench.clock.advance(10 * SECOND)
  await channels.deliverWaiting()
  expect(slack.messages.at(-1)?.text).toContain('같은 알림이 이미 도착했을 수 있습니다')
  expect(await listed()).toMatchObject([{ state: 'sent', possiblyTwice: true, attempts: 2 }])
})

const broken: [SlackFault, string][] = [
  [{ kind: 404, body: 'no_service' }, '삭제되었거나 꺼졌습니다'],
  [{ kind: 404, body: 'channel_not_found' }, 'Slack 채널이 삭제되었습니다'],
  [{ kind: 410, body: 'channel_is_archived' }, 'Slack 채널이 보관되었습니다'],
  [{ kind: 403, body: 'action_prohibited' }, 'Slack 관리자가 이 채널에 쓰는 것을 막았습니다'],
  [{ kind: 403, body: '<html>who are you?' }, '거부했습니다(HTTP 403)'],
  [{ kind: 'redirect' }, 'Slack이 아닌 곳에서 응답했습니다'],
]
test.each(broken)(
  'a webhook answered with %o is named on the home page and its messages wait for the repair',
  async (fault, problem) => {
    const { id } = await add()
    await queue({ headline: 'first' })
    slack.faults.push(fault)
    await channels.deliverWaiting()
    const since = bench.clock.now()
    bench.clock.advance(2 * HOUR)
    await queue({ headline: 'second' })
    await channels.deliverWaiting()
    const [failing] = await failingChannels(database.db, null, bench.clock.now())
    expect(failing).toMatchObject({ kind: 'slack', channelId: id, name: 'alarms', since, waiting: 2 })
    expect(failing?.problem).toContain(problem)
    slack.faults.length = 0
    await channels.settings.change(commandActor, id, { url: slack.url('repaired') })
    await channels.deliverWaiting()
    await channels.close()
    expect(heard()).toEqual(['first\n지연 알림 · 14:00에 발생', 'second'])
    expect(await failingChannels(database.db, null, bench.clock.now())).toEqual([])
    expect((await listedSlack()).map(({ late }) => late).toReversed()).toEqual([true, false])
  },
)

test('what waited for a day arrives oldest first, marked with its date', async () => {
  await add()
  slack.faults.push({ kind: 503 })
  for (const headline of ['one', 'two', 'three']) {
    await queue({ headline })
    await channels.deliverWaiting()
    bench.clock.advance(8 * HOUR)
  }
  slack.faults.length = 0
  await channels.deliverWaiting()
  expect(heard()).toEqual([
    'one\n지연 알림 · 11월 23일 14:00에 발생',
    'two\n지연 알림 · 11월 23일 22:00에 발생',
    'three\n지연 알림 · 06:00에 발생',
  ])
})

test('a week in vain is enough, and the outbox says why', async () => {
  await add()
  await queue()
  slack.faults.push({ kind: 500 })
  await channels.deliverWaiting()
  bench.clock.advance(7 * DAY + MINUTE)
  await channels.deliverWaiting()
  expect((await listed())[0]).toMatchObject({ state: 'failed', problem: expect.stringContaining('HTTP 500') })
})

test('a dead Slack never delays mail, nor another Slack channel', async () => {
  bench.people.push('lead@example.com')
  await add('dead')
  await add('alive')
  for (const headline of ['one', 'two', 'three']) await queue({ headline })
  slack.faults.push({ kind: 'stall', match: 'dead' })
  const alive = Promise.withResolvers<void>()
  const seen: string[] = []
  channels.onDelivered(({ channel }) => seen.push(channel) === 6 && alive.resolve())
  const round = channels.deliverWaiting()
  await alive.promise
  expect(office.received).toHaveLength(3)
  expect(slack.messages.filter(({ path }) => path.includes('alive'))).toHaveLength(3)
  expect(await round).toEqual({ sent: 6, failed: 1 })
})

test('two processes send each message once and in order', async () => {
  await add()
  const other = bench.open({ smtpUrl: office.url })
  const headlines = Array.from({ length: 12 }, (_, index) => `message ${index}`)
  for (const headline of headlines) await queue({ headline })
  await Promise.all([channels.deliverWaiting(), other.deliverWaiting()])
  expect(heard()).toEqual(headlines)
})

test('blocks that Slack does not like cost the look, not the alarm', async () => {
  await add()
  await queue()
  slack.faults.push({ kind: 400, body: 'invalid_blocks', times: 1 })
  expect(await channels.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
  expect(slack.messages).toMatchObject([{ blocks: [] }])
})

test('a message that Slack does not take at all holds up no other', async () => {
  await add()
  await queue({ headline: 'bad' })
  await queue({ headline: 'good' })
  slack.faults.push({ kind: 400, body: 'invalid_payload', times: 2 })
  await channels.deliverWaiting()
  expect(heard()).toEqual(['good'])
  expect((await listed()).map(({ state }) => state).toSorted()).toEqual(['failed', 'sent'])
})

test('names of ten thousand letters and markup in them pass Slack’s own limits', async () => {
  await add()
  const name = '<@U1>&가🚨'.repeat(1_500)
  const facts = Array.from({ length: 23 }, () => ({ label: name, value: name }))
  await queue({
    headline: name,
    facts,
    paragraphs: Array(60).fill(name),
    links: [{ label: name, url: 'https://a.example' }],
  })
  expect(await channels.deliverWaiting()).toEqual({ sent: 1, failed: 0 })
  expect(slack.messages[0]?.blocks).toHaveLength(50)
})

test('a channel without a webhook keeps its messages here', async () => {
  await add('demo', null)
  expect(await queue()).toBe(1)
  expect(await channels.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  expect(await listed()).toMatchObject([{ state: 'stored', to: 'demo', sentAt: null }])
})

test('a host that was taken off the list gets nothing more', async () => {
  await add()
  await queue()
  await channels.settings.changeHosts(commandActor, [], '정리')
  await channels.deliverWaiting()
  expect(slack.asked()).toBe(0)
  expect((await failingChannels(database.db, null, bench.clock.now()))[0]?.problem).toContain('허용되지 않은 웹훅 주소')
})

test.each(['127.0.0.1', 'localhost'])(
  '%s is inside the network, so it is not asked unless that was allowed expressly',
  async (host) => {
    const origin = `http://${host}:${new URL(slack.origin).port}`
    await expect(allow(false, origin)).rejects.toMatchObject({ code: 'webhook-host-private' })
    await allow(true, origin)
    await add('inside', `${origin}/services/T0/B0/abcdefghijkl`)
    await sql`update webhook_hosts set allows_private = false`.execute(database.db)
    await queue()
    await channels.deliverWaiting()
    expect(slack.asked()).toBe(0)
    expect((await listed())[0]?.problem).toContain('내부 네트워크')
  },
)

test('a test message says what happened, past whatever waits, and a success lets the others go', async () => {
  const { id } = await add()
  await queue({ headline: 'waiting' })
  slack.faults.push({ kind: 404, body: 'no_service' })
  await channels.deliverWaiting()
  expect(await channels.settings.test(commandActor, id)).toMatchObject({ ok: false, seconds: null })
  slack.faults.length = 0
  const told = await channels.settings.test(commandActor, id)
  expect(told).toMatchObject({ ok: true, detail: 'alarms에 시험 메시지를 보냈습니다(0.0초).' })
  await channels.close()
  await channels.deliverWaiting()
  expect(heard()).toHaveLength(2)
  expect(heard()[0]).toContain('알림 시험입니다')
  expect(heard()[1]).toContain('waiting')
})

test('a channel that is switched off gets neither what waits nor what comes', async () => {
  const { id } = await add()
  await queue()
  await channels.settings.change(commandActor, id, { enabled: false })
  expect(await queue()).toBe(0)
  expect(await channels.deliverWaiting()).toEqual({ sent: 0, failed: 0 })
  expect((await listed())[0]).toMatchObject({ state: 'failed', problem: expect.stringContaining('꺼져서') })
  await expect(channels.settings.test(commandActor, id)).rejects.toMatchObject({ code: 'channel-off' })
})

test('the webhook is in no table, no log and no answer, and goes with its channel', async () => {
  const { id } = await add()
  await queue()
  slack.faults.push({ kind: 403, body: slack.url(), times: 1 })
  await channels.deliverWaiting()
  await channels.settings.test(commandActor, id)
  const tables = ['channels', 'deliveries', 'notices', 'delivery_lanes', 'actions']
  const rows = await Promise.all(tables.map((table) => sql`select * from ${sql.table(table)}`.execute(database.db)))
  const shown = [rows, bench.lines, await channels.settings.list(commandActor, null), await listed()]
  expect(JSON.stringify(shown)).not.toContain('alarms-secret')
  await channels.settings.remove(commandActor, id)
  const { rows: secrets } = await sql`select owner from secrets where owner like 'channels:%'`.execute(database.db)
  expect(secrets).toEqual([])
})

test('a webhook whose secret is gone asks for a new one', async () => {
  await add()
  await queue()
  await sql`delete from secrets`.execute(database.db)
  await channels.deliverWaiting()
  expect((await listed())[0]?.problem).toContain('URL을 다시 넣어 주세요')
})
