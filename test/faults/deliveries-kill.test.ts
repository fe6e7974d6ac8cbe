import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { openPostOffice, type PostOffice } from '../people/post-office.ts'
import { createFakeSlack, type FakeSlack } from '../support/slack.ts'
import { killCount } from './kill-count.ts'

const KILLS = killCount(8)
const NOTICES = 60
const ADDRESSES = ['lead@example.com', 'admin@example.com']
const PROGRAM = fileURLToPath(new URL('./deliveries-child.ts', import.meta.url))

let slack: FakeSlack
let office: PostOffice
let directory: string
let environment: Record<string, string>
const children = new Set<ChildProcess>()

beforeEach(async () => {
  slack = await createFakeSlack({ delayMs: 15 })
  office = await openPostOffice()
  directory = mkdtempSync(join(tmpdir(), 'finops-deliveries-'))
  environment = { DATA_DIR: directory, SMTP_URL: office.url, MAIL_FROM: 'finops@example.com' }
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await slack.close()
  await office.close()
  rmSync(directory, { recursive: true, force: true })
})

test(`of ${NOTICES} notices none is lost and none comes twice without saying so, killed ${KILLS} times over failing channels`, async () => {
  await withRuntime(queueAll)
  // What Slack and the mail server do to the others, the kills do to these.
  for (const kind of ['reset', 500, 'reset-after-accept', 429, 'reset', 503] as const) {
    slack.faults.push({ kind, times: randomInt(1, 4) })
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    office.answerWith(kill % 4 === 1 ? 451 : null, 'try again later')
    await deliverUntil(randomInt(5, 160))
  }
  office.answerWith(null)
  await deliverUntil(null)
  await withRuntime(async ({ database }) => {
    const { rows } = await sql<{ key: string; target: string; state: string; twice: boolean }>`
      select notice_key as key, coalesce(target_name, target) as target, state, possibly_twice as twice
      from deliveries`.execute(database.db)
    expect(rows).toHaveLength(NOTICES * (ADDRESSES.length + 2))
    for (const { key, target, state, twice } of rows) {
      expect(state, `${key} to ${target}`).toBe('sent')
      const arrived = arrivals(key, target)
      if (twice) expect(arrived, `${key} to ${target}`).toBeGreaterThanOrEqual(1)
      else expect(arrived, `${key} to ${target}`).toBe(1)
    }
    // One at a time leaves by Slack: a kill leaves one in doubt on each lane at most, a lost answer one more.
    const doubtful = rows.filter(({ target, twice }) => twice && !target.includes('@'))
    expect(doubtful.length).toBeLessThanOrEqual(2 * KILLS + 12)
  })
  for (const name of ['alarms', 'managers']) expect(firstArrivals(name)).toEqual(keys())
}, 1_800_000)

const keys = () => Array.from({ length: NOTICES }, (_, index) => `notice-${String(index).padStart(3, '0')}`)

async function queueAll({ channels, database, clock }: Runtime): Promise<void> {
  await channels.settings.changeHosts(commandActor, [{ origin: slack.origin, allowsPrivate: true }], '시험')
  for (const name of ['alarms', 'managers']) {
    await channels.settings.create(commandActor, { teamId: null, kind: 'slack', name, url: slack.url(name) })
  }
  const of = { teamId: null, projectId: null, breachId: null, blockId: null, facts: [], paragraphs: [], links: [] }
  for (const key of keys()) {
    const words = { headline: key, subject: key, detectedAt: clock.now(), alsoTo: ADDRESSES }
    await database.db.transaction().execute(async (tx) => {
      await channels.queue(tx, { key, kind: 'breach', severity: 'danger', ...of, ...words })
    })
  }
}

function arrivals(key: string, target: string): number {
  if (target.includes('@'))
    return office.received.filter((mail) => mail.subject === key && mail.to.includes(target)).length
  return postsOf(target).filter((found) => found === key).length
}

/** The keys that a Slack channel heard, in order, and again where they came again. */
function postsOf(name: string): string[] {
  return slack.messages.filter(({ path }) => path.includes(name)).map(({ text }) => text.split('\n')[0] ?? '')
}

const firstArrivals = (name: string) => [...new Set(postsOf(name))]

/** Runs until it ends by itself, or is killed so long after it has begun. */
async function deliverUntil(killAfterMs: number | null): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  if (killAfterMs !== null) void wait(killAfterMs).then(() => child.kill('SIGKILL'))
  const [code, signal] = await exited
  children.delete(child)
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the delivering process failed with ${code ?? signal}`)
}

async function withRuntime<Result>(work: (runtime: Runtime) => Promise<Result>): Promise<Result> {
  const roles = { web: false, jobs: false }
  const runtime = await openRuntime(readConfig(environment), { log: createLog('silent'), roles })
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}
