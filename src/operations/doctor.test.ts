import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../platform/clock.ts'
import { type DoctorDeps, examine } from './doctor.ts'

const now = new Date('2026-11-23T05:00:00Z')
let server: Server
let openaiBaseUrl: string
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.sendDate = false
    response.writeHead(401, { date: now.toUTCString() }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  openaiBaseUrl = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/v1` : ''
})
afterAll(() => server.close())

const atRest = { open: 0, amount: '0', oldestSeconds: 0, held: 0, heldAmount: '0' }

const healthy = (): DoctorDeps => ({
  clock: fixedClock(now),
  databaseKind: 'embedded',
  database: async () => ({ version: '18.1', now, migrations: ['0001-a.sql'] }),
  knownMigrations: async () => ['0001-a.sql'],
  secretOwners: async () => ['admin_keys:1'],
  openSecret: async () => 'sk-admin-secret-value',
  openaiBaseUrl,
  webhookOrigins: async () => [new URL(openaiBaseUrl).origin],
  verifyMail: async () => true,
  freeBytes: async () => 5 * 1024 ** 3,
  spool: async () => ({ bytes: 0, setAsideBytes: 0, maxBytes: 1024 ** 3 }),
  reservations: async () => atRest,
  failedJobs: async () => [],
})

const failuresOf = async (change: Partial<DoctorDeps>) =>
  (await examine({ ...healthy(), ...change })).filter(({ ok }) => !ok).map(({ name }) => name)

test('a healthy installation has a line for everything and no complaint', async () => {
  const findings = await examine(healthy())
  expect(findings.map(({ name }) => name)).toEqual([
    '데이터베이스',
    '마이그레이션',
    '시계(데이터베이스)',
    '마스터 키',
    'OpenAI',
    '시계(OpenAI)',
    '메일',
    'Slack',
    '디스크',
    '게이트웨이 스풀',
    '하드 한도 예약',
    '작업',
  ])
  expect(findings.every(({ ok }) => ok)).toBe(true)
  expect(JSON.stringify(findings)).not.toContain('sk-admin')
})

const ill: [string, Partial<DoctorDeps>, string[]][] = [
  ['a database that does not answer', { database: () => Promise.reject(new Error('ECONNREFUSED')) }, ['데이터베이스']],
  ['a migration that is missing', { knownMigrations: async () => ['0001-a.sql', '0002-b.sql'] }, ['마이그레이션']],
  ['a migration from the future', { knownMigrations: async () => [] }, ['마이그레이션']],
  [
    'a clock that is a minute off',
    { clock: fixedClock(new Date(now.getTime() + 60_000)) },
    ['시계(데이터베이스)', '시계(OpenAI)'],
  ],
  ['a secret that does not open', { openSecret: () => Promise.reject(new Error('wrong key')) }, ['마스터 키']],
  ['an OpenAI that cannot be reached', { openaiBaseUrl: 'http://127.0.0.1:1/v1' }, ['OpenAI']],
  ['a mail server that refuses', { verifyMail: () => Promise.reject(new Error('535')) }, ['메일']],
  ['a Slack that cannot be reached', { webhookOrigins: async () => ['http://127.0.0.1:1'] }, ['Slack']],
  ['a full disk', { freeBytes: async () => 1024 }, ['디스크']],
  [
    'calls that fill the space they may take',
    { spool: async () => ({ bytes: 900, setAsideBytes: 0, maxBytes: 1_000 }) },
    ['게이트웨이 스풀'],
  ],
  [
    'calls that were set aside',
    { spool: async () => ({ bytes: 0, setAsideBytes: 1, maxBytes: 1_000 }) },
    ['게이트웨이 스풀'],
  ],
  [
    'room that nobody lets go of',
    { reservations: async () => ({ ...atRest, open: 3, amount: '1.2', oldestSeconds: 7_200 }) },
    ['하드 한도 예약'],
  ],
  ['a job that failed', { failedJobs: async () => [{ title: '비용 수집', detail: '401' }] }, ['작업']],
]

test.each(ill)('%s is named, and the other checks still run', async (_name, change, expected) => {
  expect(await failuresOf(change)).toEqual(expected)
})

test('an installation without a mail server is fine and says where mails are', async () => {
  const mail = (await examine({ ...healthy(), verifyMail: null })).find(({ name }) => name === '메일')
  expect(mail).toMatchObject({ ok: true, sentence: expect.stringContaining('화면에 보관') })
})

test('a product that cannot be opened still has everything else examined', async () => {
  const findings = await examine({
    ...healthy(),
    database: () => Promise.reject(new Error('ECONNREFUSED')),
    secretOwners: null,
    reservations: null,
    failedJobs: null,
  })
  expect(findings.map(({ name, ok }) => [name, ok])).toEqual([
    ['데이터베이스', false],
    ['OpenAI', true],
    ['시계(OpenAI)', true],
    ['메일', true],
    ['Slack', true],
    ['디스크', true],
    ['게이트웨이 스풀', true],
  ])
})
