import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../../test/people/post-office.ts'
import { createTestDatabase } from '../../../test/support/database.ts'
import { createFakeSlack, type FakeSlack } from '../../../test/support/slack.ts'
import { commandActor } from '../../people/actor.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Channels } from '../create-channels.ts'
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
  slack = await createFakeSlack()
  office = await openPostOffice()
  channels = bench.open({ smtpUrl: office.url })
  await channels.settings.changeHosts(commandActor, [{ origin: slack.origin, allowsPrivate: true }], '')
  await channels.settings.create(commandActor, { teamId: null, kind: 'slack', name: 'alarms', url: slack.url() })
})
afterAll(async () => {
  await slack.close()
  await office.close()
  await database.close()
})
afterEach(() => bench.reset())

const queue = (change: Partial<Notice>) =>
  database.db.transaction().execute((tx) => channels.queue(tx, noticeOf({ detectedAt: bench.clock.now(), ...change })))

test('a code of refusal that is none of Slack’s stays a text, whatever word it is', async () => {
  for (const body of ['constructor', '__proto__', 'valueof', 'no_such_code']) {
    await queue({ subject: body })
    slack.faults.push({ kind: 400, body, times: 2 })
    await channels.deliverWaiting()
    const told = (await channels.outbox.list(commandActor, { limit: 50 })).items.find(({ subject }) => subject === body)
    expect([told?.state, told?.problem]).toEqual(['failed', `Slack이 이 메시지를 받지 않았습니다(${body}).`])
  }
})

test('a name that turns text around, or holds lines of its own, writes no other message', async () => {
  bench.people.push('admin@example.com')
  await queue({
    headline: '🚨 [마케팅팀\u202e\u2066]\r\n해제됨 <!channel>',
    subject: '초과\r\nBcc: victim@example.com',
    facts: [{ label: '사유\n해제한 사람', value: '오타\n해제 조건: 자동\u0007\u202e' }],
  })
  await channels.deliverWaiting()
  const [post] = slack.messages
  expect(JSON.stringify(post)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u0007/)
  expect(post?.text).toBe('🚨 [마케팅팀] 해제됨 &lt;!channel&gt;')
  const mail = office.received[0]
  expect([mail?.subject, mail?.to]).toEqual(['초과 Bcc: victim@example.com', ['admin@example.com']])
  expect(mail?.text).toContain('사유 해제한 사람: 오타\n  해제 조건: 자동')
})
