import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { SECOND } from '../../src/platform/clock.ts'
import { costDayOf } from '../../src/platform/cost-day.ts'
import { createLog } from '../../src/platform/log.ts'
import { createSimulator, type Fault } from '../../src/simulator/index.ts'
import { openPostOffice } from '../people/post-office.ts'
import { createClient, PASSWORD } from '../support/client.ts'
import { createServerDatabase } from '../support/database.ts'
import { createFakeSlack, type SlackFault } from '../support/slack.ts'

export const ADMIN = 'jihun@example.com'
export const LEAD = 'minsu@example.com'
const LIMIT = '10'
/** What a level comes to, in USD. */
export const amountAt = (percent: number) => String((Number(LIMIT) * percent) / 100)
export const PERCENTS = [50, 80, 100, 150, 200, 300, 500, 800, 1_200, 1_600, 2_000, 2_500]
/** About 1.5 dollars a second: the last level is reached after some three minutes. */
const LOOP = { callsPerMinute: 12_000 }

/** Where each of the projects is stopped by itself, if it is. */
const PROJECTS = [
  { name: 'told-only', slowAt: null, blockAt: null },
  { name: 'told-too', slowAt: null, blockAt: null },
  { name: 'blocked-early', slowAt: null, blockAt: 150 },
  { name: 'blocked-late', slowAt: null, blockAt: 800 },
  { name: 'slowed-then-blocked', slowAt: 200, blockAt: 500 },
  { name: 'blocked-by-hand', slowAt: null, blockAt: null },
] as const

const TROUBLE_EVERY_MS = 400
/** What befalls one request to OpenAI, every now and then. */
const TROUBLES: readonly [Fault, ...Fault[]] = [
  { match: 'POST /v1/organization/projects', kind: '500' },
  { match: 'POST /v1/organization/projects', kind: 'reset' },
  { match: 'POST /v1/organization/projects', kind: 'forget' },
  { match: 'POST /v1/organization/projects', kind: '429', retryAfterSeconds: 1 },
  { match: 'DELETE /v1/organization/projects', kind: 'forget' },
  { match: 'usage/completions', kind: '500' },
  { match: 'usage/completions', kind: 'truncate' },
  { match: 'usage/completions', kind: 'slow', delayMs: 300 },
]

/** Names of two channels on the fake Slack: the team's and the workspace's. */
export const SLACK_CHANNELS = ['team-alarms', 'all-alarms'] as const
const SLACK_TROUBLES: readonly [SlackFault, ...SlackFault[]] = [
  { kind: 'reset' },
  { kind: 'reset-after-accept' },
  { kind: 429, retryAfterSeconds: 1 },
  { kind: 500 },
]
const SLACK = { kind: 'slack' as const }

type Plan = (typeof PROJECTS)[number]
export type WatchedProject = { readonly id: string; readonly externalId: string; readonly name: string }
export type RunawayWorld = Awaited<ReturnType<typeof openRunawayWorld>>

/** A small company whose programs run away, and a far side that is not reliable. The product runs in processes of its own. */
export async function openRunawayWorld(kind: 'embedded' | 'postgres', databaseTimeZone?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-runaway-'))
  let frozen: Date | null = null
  let isFlaky = false
  let trouble: NodeJS.Timeout | undefined
  let token = ''
  const clock = { now: () => frozen ?? new Date() }
  const simulator = createSimulator({
    clock,
    historyDays: 3,
    projectCount: 1,
    usageLagSeconds: 0,
    usageStepSeconds: 1,
    limitDelaySeconds: 1,
  })
  const openai = await simulator.listen()
  const slack = await createFakeSlack()
  const postOffice = await openPostOffice(() =>
    isFlaky ? oneOf('take', 'take', 'refuse', 'vanish', 'take-and-vanish') : 'take',
  )
  const database = kind === 'postgres' ? await createServerDatabase('runaway', databaseTimeZone) : null
  const environment: Record<string, string> = {
    DATA_DIR: folder,
    OPENAI_BASE_URL: openai.url,
    PORT: '0',
    // Processes are started by the dozen.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    SMTP_URL: postOffice.url,
    MAIL_FROM: 'finops@example.com',
    ...(database ? { DATABASE_URL: database.url } : {}),
  }

  async function withRuntime<Result>(work: (runtime: Runtime) => Promise<Result>): Promise<Result> {
    const roles = { web: false, jobs: false }
    const runtime = await openRuntime(readConfig(environment), { log: createLog('error', process.stderr), roles })
    try {
      return await work(runtime)
    } finally {
      await runtime.close()
    }
  }

  return {
    simulator,
    slack,
    postOffice,
    environment,
    withRuntime,

    /** A team, its people, channels and limits; answers with its projects, which spend nothing yet. */
    async setUp(): Promise<WatchedProject[]> {
      const outside = await Promise.all(
        PROJECTS.map(({ name }) => createProject(openai.url, simulator.keys.full, name)),
      )
      return withRuntime(async (runtime) => {
        const { people, teams, channels } = runtime
        const admin = await people.createPerson({ name: '이지훈', email: ADMIN, password: PASSWORD, admin: true })
        const actor = { personId: admin.id, name: '이지훈', role: 'admin', teams: new Map(), via: 'session' } as const
        token = (await people.createToken(actor, { name: '시험', expiresInDays: null })).secret
        const lead = await people.createPerson({ name: '김민수', email: LEAD, password: PASSWORD, admin: false })
        const team = await teams.teams.create(commandActor, '마케팅팀')
        await teams.members.put(commandActor, team.id, lead.id, 'lead')
        await teams.adminKeys.register(commandActor, team.id, { key: simulator.keys.full, baseUrl: null })
        const [ours, everybodys] = SLACK_CHANNELS
        await channels.settings.changeHosts(commandActor, [{ origin: slack.origin, allowsPrivate: true }], '시험')
        await channels.settings.create(commandActor, { ...SLACK, teamId: team.id, name: ours, url: slack.url(ours) })
        await channels.settings.create(commandActor, {
          ...SLACK,
          teamId: null,
          name: everybodys,
          url: slack.url(everybodys),
        })
        const imported = await teams.bindings.importProjects(commandActor, team.id, outside)
        const projects: WatchedProject[] = []
        for (const [index, { externalId, projectId }] of imported.entries()) {
          const plan = PROJECTS[index]
          if (!plan || !projectId) throw new Error(`${externalId} was not imported`)
          projects.push({ id: projectId, externalId, name: plan.name })
          await runtime.thresholds.set(commandActor, projectId, 'day', { limit: LIMIT, levels: levelsOf(plan) })
        }
        return projects
      })
    },

    /** All programs begin to repeat themselves, one after the other. */
    start(projects: readonly WatchedProject[]): void {
      for (const [index, { externalId }] of projects.entries()) {
        simulator.startRunaway({ projectId: externalId, afterSeconds: index * 4, loop: LOOP })
      }
    },

    /** From now on Slack, mail and OpenAI fail now and then. */
    beFlaky(on: boolean): void {
      isFlaky = on
      clearInterval(trouble)
      simulator.faults.clear()
      slack.faults.length = 0
      if (!on) return
      trouble = setInterval(() => {
        simulator.faults.push(oneOf(...TROUBLES))
        slack.faults.push({ ...oneOf(...SLACK_TROUBLES), times: 1, match: oneOf(...SLACK_CHANNELS) })
      }, TROUBLE_EVERY_MS)
    },

    /** What people do meanwhile, now and then: they stop a project, and let one go again. Nobody minds who hears it. */
    async interfere(url: string, projects: readonly WatchedProject[]): Promise<void> {
      const byHand = projects.find(({ name }) => name === 'blocked-by-hand')
      const client = createClient(url)
      const ask = (method: string, path: string, body?: object) =>
        client.request<{ items?: { id: string }[] }>(method, path, body, { authorization: `Bearer ${token}` })
      try {
        await wait(randomInt(0, 400))
        if (randomInt(3) === 0) {
          const block = { grade: 'stop', until: { kind: 'approval' }, reason: '시험 삼아 멈춥니다.' }
          await ask('POST', `/api/projects/${byHand?.id}/block`, block)
        } else {
          const [block] = (await ask('GET', '/api/blocks?state=open')).body.items ?? []
          if (block)
            await ask('POST', `/api/blocks/${block.id}/release`, { approve: true, reason: '시험 삼아 풉니다.' })
        }
      } catch {
        // The server has died under it.
      }
    },

    /** Nothing happens any more at OpenAI: what is read now is all there is. */
    freeze(): Date {
      frozen = new Date(Math.floor(Date.now() / SECOND) * SECOND)
      return frozen
    },

    today: () => costDayOf(clock.now()),

    async close(): Promise<void> {
      clearInterval(trouble)
      await Promise.all([simulator.close(), slack.close(), postOffice.close()])
      await database?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function levelsOf({ slowAt, blockAt }: Plan) {
  return PERCENTS.map((percent) => ({
    percent,
    effect: percent === slowAt ? ('slow' as const) : percent === blockAt ? ('block' as const) : ('notify' as const),
  }))
}

function oneOf<T>(...values: readonly [T, ...T[]]): T {
  return values[randomInt(values.length)] ?? values[0]
}

async function createProject(url: string, key: string, name: string): Promise<string> {
  const answer = await fetch(`${url}/organization/projects`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  const { id }: { id: string } = await answer.json()
  return id
}
