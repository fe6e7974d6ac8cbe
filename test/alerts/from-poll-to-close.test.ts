import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenedAlert } from '../../src/alerts/api.ts'
import type { Polling } from '../../src/collection/polling/api.ts'
import { fixedClock, HOUR, MINUTE } from '../../src/platform/clock.ts'
import type { Home } from '../../src/reports/api.ts'
import { requester } from '../access/world.ts'
import { openPostOffice, type PostOffice } from '../people/post-office.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { createFakeSlack, type FakeSlack } from '../support/slack.ts'
import { becomes } from '../support/web.ts'

/** Two in the afternoon of a Monday in Seoul. */
const clock = fixedClock('2026-11-23T05:00:00Z')
let server: TestServer
let slack: FakeSlack
let office: PostOffice
let as: ReturnType<typeof requester>
let projectId = ''
let externalId = ''

beforeAll(async () => {
  slack = await createFakeSlack()
  office = await openPostOffice()
  server = await startTestServer({
    clock,
    simulator: { historyDays: 30, projectCount: 2, usageLagSeconds: 60 },
    roles: { web: true, jobs: false },
    environment: { SMTP_URL: office.url, MAIL_FROM: 'finops@example.com' },
  })
  as = requester(await setUpAdmin(server))
  const { id: teamId } = await as<{ id: string }>('POST', '/api/teams', { name: '마케팅팀' })
  await as('POST', `/api/teams/${teamId}/admin-keys`, { key: server.simulator.keys.full })
  const [first] = server.simulator.projects()
  externalId = first?.id ?? ''
  const project = await as<{ id: string }>('POST', '/api/projects', { teamId, name: 'chatbot-experiment' })
  projectId = project.id
  await as('POST', `/api/projects/${projectId}/bindings`, { externalIds: [externalId] })
  await as('PUT', '/api/webhook-hosts', { items: [{ origin: slack.origin, allowsPrivate: true }], reason: '시험' })
  await as('POST', '/api/channels', { teamId, kind: 'slack', name: '#marketing-ai', url: slack.url() })
  await pollDue()
}, 120_000)
afterAll(async () => {
  await server?.close()
  await slack?.close()
  await office?.close()
})

const pollDue = () => server.runtime.polls.pollDue({ signal: AbortSignal.timeout(60_000) })
const polling = async () => (await as<{ items: Polling[] }>('GET', '/api/polling')).items[0]
const metrics = async () => (await fetch(`${server.url}/metrics`)).text()
const setLimit = (limit: string) => as('PUT', `/api/projects/${projectId}/thresholds/day`, { limit })
const spent = async () => {
  const { day } = await as<{ day: { threshold: { phase: { spent: { amount: string } } } } }>(
    'GET',
    `/api/projects/${projectId}/thresholds`,
  )
  return Number(day.threshold.phase.spent.amount)
}
const openedAlert = async () => {
  const { items } = await as<{ items: { id: string }[] }>('GET', '/api/alerts?state=all')
  return as<OpenedAlert>('GET', `/api/alerts/${items[0]?.id}`)
}

/** Minutes go by, each with a look at whose time has come. Answers with how often the organization was asked. */
async function minutes(count: number): Promise<number> {
  let rounds = 0
  for (let minute = 0; minute < count; minute += 1) {
    clock.advance(MINUTE)
    rounds += (await pollDue()).length
  }
  return rounds
}

test('far from its limit, a project is read every five minutes', async () => {
  await setLimit('100000')
  expect(await minutes(10)).toBe(2)
  expect(await polling()).toMatchObject({ hot: false, hotProjects: [], intervalSeconds: 300 })
})

test('near its limit it is read every minute, which the page about polling says, with the budget that it takes', async () => {
  await setLimit(String(Math.ceil((await spent()) / 0.9)))
  expect(await minutes(5)).toBe(5)
  expect(await polling()).toMatchObject({
    hot: true,
    hotProjects: [{ id: projectId, name: 'chatbot-experiment' }],
    intervalSeconds: 60,
    requestsLastMinute: 10,
  })
  await becomes(() => slack.messages.filter(({ text }) => text.includes('주의')).length, 1)
})

describe('a runaway', () => {
  test('is in Slack and in the mailbox as soon as a poll has seen it, and the metrics tell how soon that was', async () => {
    server.simulator.startRunaway({ projectId: externalId })
    await minutes(6)
    await becomes(() => slack.messages.some(({ text }) => /^🚨 .*일일 한도 .* 초과 — 현재 /.test(text)), true)
    await becomes(() => office.received.some(({ subject }) => subject.includes('초과')), true)
    const text = await metrics()
    expect(text).toMatch(/finops_delivery_seconds_count\{channel="slack"\} [2-9]/)
    expect(text).toMatch(/finops_delivery_seconds_count\{channel="mail"\} [2-9]/)
    expect(text).toMatch(/finops_delivery_seconds_bucket\{le="60",channel="slack"\} [2-9]/)
    expect(text).toMatch(/finops_alert_queued_seconds_count [2-9]/)
    expect(text).toContain('finops_open_breaches{state="raised"} 1')
  })

  test('is a case that says when each message was delivered', async () => {
    const { state, deliveries, events, messages } = await openedAlert()
    expect(state).toBe('raised')
    expect(new Set(deliveries.map(({ channel }) => channel))).toEqual(new Set(['slack', 'mail']))
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({ state: 'sent', late: false, possiblyTwice: false })
      expect(delivery.delaySeconds).toBeGreaterThanOrEqual(0)
    }
    expect(messages).toMatchObject({ total: deliveries.length, sent: deliveries.length, failed: 0 })
    expect(events.map(({ kind }) => kind)).toContain('level')
  })
})

describe('a channel that fails', () => {
  const note = async () => {
    const { todos } = await as<Home>('GET', '/api/home')
    return todos.find(({ kind }) => kind === 'channel-failing')
  }

  test('stands on the home page with the reason and since when, and holds up no mail', async () => {
    const [before, mails] = [slack.messages.length, office.received.length]
    slack.faults.push({ kind: 503 })
    const failedAt = clock.now().toISOString()
    for (let hour = 0; hour < 5; hour += 1) {
      clock.advance(HOUR)
      await server.runtime.alerts.tellWhatIsDue()
      await server.runtime.channels.deliverWaiting()
    }
    expect(slack.messages).toHaveLength(before)
    expect(office.received.length).toBeGreaterThanOrEqual(mails + 2)
    const todo = await note()
    expect(todo?.sentence).toMatch(/‘#marketing-ai’에 알림을 보내지 못하고 있습니다.*503/)
    expect(Date.parse(todo?.since ?? '')).toBeGreaterThan(Date.parse(failedAt))
    expect(await metrics()).toContain('finops_channels_failing{channel="slack"} 1')
  })

  test('gets what waited oldest first and marked late once it is back, and the note is gone', async () => {
    const before = slack.messages.length
    slack.faults.length = 0
    clock.advance(HOUR)
    await server.runtime.channels.deliverWaiting()
    const late = slack.messages.slice(before).map(({ blocks }) => JSON.stringify(blocks))
    expect(late.length).toBeGreaterThanOrEqual(2)
    const times = late.map((text) => /지연 알림 · (\d\d:\d\d)에 발생/.exec(text)?.[1])
    expect(times).not.toContain(undefined)
    expect(times).toEqual(times.toSorted())
    expect(await note()).toBeUndefined()
    expect((await openedAlert()).deliveries.some(({ late: isLate }) => isLate)).toBe(true)
  })
})

test('the case tells who has seen it and goes to 종료 with its day', async () => {
  await as('POST', `/api/alerts/${(await openedAlert()).id}/acknowledge`, { reason: '재시도 버그' })
  expect(await openedAlert()).toMatchObject({ state: 'acknowledged', acknowledgedBy: '이지훈' })
  clock.set('2026-11-24T00:00:00.000Z')
  await server.runtime.thresholds.turnPeriods()
  const { state, steps, events } = await openedAlert()
  expect(state).toBe('closed')
  expect(steps.map((step) => step.state)).toEqual(['raised', 'acknowledged', 'closed'])
  expect(steps.at(-1)?.at).toBe('2026-11-24T00:00:00.000Z')
  expect(events).toContainEqual(expect.objectContaining({ kind: 'action', actorName: '이지훈', reason: '재시도 버그' }))
  expect(await metrics()).toContain('finops_open_breaches{state="raised"} 0')
})
