import { sql } from 'kysely'
import { writingKeysOf } from '../../src/app/blocking.ts'
import { createBlocking } from '../../src/blocking/index.ts'
import type { Notice } from '../../src/channels/index.ts'
import { type Actor, commandActor } from '../../src/people/actor.ts'
import { fixedClock, MINUTE } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { createVault } from '../../src/platform/vault/vault.ts'
import {
  createOpenAiKeys,
  createOpenAiLimits,
  type LimitsAccess,
  type OpenAiLimits,
} from '../../src/providers/openai/index.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { createTeams } from '../../src/teams/index.ts'
import { createTestDatabase } from '../support/database.ts'

export const NOON = '2026-11-23T05:00:00Z'
export const PERSON: Actor = { personId: null, name: '박팀장', role: 'admin', teams: new Map(), via: 'session' }

export type Bench = Awaited<ReturnType<typeof openBench>>

/** A team with two projects bound to two simulated ones, and the engine that blocks them, without a server around it. */
export async function openBench(
  options: {
    simulator?: SimulatorOptions
    key?: keyof Simulator['keys']
    database?: Database
    spacingMs?: number
  } = {},
) {
  const clock = fixedClock(NOON)
  const database = options.database ?? (await createTestDatabase())
  const { db } = database
  const simulator = createSimulator({
    clock,
    projectCount: 4,
    historyDays: 3,
    usageLagSeconds: 0,
    ...options.simulator,
  })
  const { url } = await simulator.listen()
  const vault = createVault({ db, clock, masterKey: { from: 'variable', value: '07'.repeat(32) } })
  const teams = createTeams({
    db,
    clock,
    vault,
    provider: createOpenAiKeys({ clock, sleep: async () => {} }),
    openaiBaseUrl: url,
    allowCustomBaseUrl: false,
    people: { find: async () => new Map(), leadLost: async () => {} },
    notify: { keyBroken: async () => {} },
    onAttributionChanged: async () => {},
    onOrganizationsJoined: async () => {},
    onProjectMoved: async () => {},
    findCollected: async () => new Set(),
  })
  const notices: Notice[] = []
  const limits = createOpenAiLimits({ clock, sleep: async () => {} })
  const engine = (given: OpenAiLimits = limits) =>
    createBlocking({
      usageLagMs: 5 * MINUTE,
      database,
      clock,
      log: createLog('silent'),
      sharedNow: async () => clock.now(),
      limits: given,
      openaiBaseUrl: url,
      publicUrl: 'http://finops.test',
      keys: writingKeysOf(teams),
      projects: teams.projects,
      teams: teams.teams,
      tell: async (_tx, notice) => void notices.push(notice),
      deliverSoon: () => {},
      timeZone: async () => 'Asia/Seoul',
      addressesOf: async () => [],
      spacingMs: options.spacingMs ?? 0,
    })
  const blocking = engine()
  const team = await teams.teams.create(commandActor, '마케팅팀')
  const key = await teams.adminKeys.register(commandActor, team.id, {
    key: simulator.keys[options.key ?? 'full'],
    baseUrl: null,
  })
  const bound = simulator.projects().filter((project) => !project.isArchived)
  const projects: { id: string; externalId: string }[] = []
  for (const [place, name] of ['chatbot-experiment', 'batch-embed'].entries()) {
    const project = await teams.projects.create(commandActor, { teamId: team.id, name })
    const externalId = bound[place]?.id ?? ''
    await teams.bindings.bind(commandActor, project.id, [externalId])
    projects.push({ id: project.id, externalId })
  }
  const access = (externalId: string): LimitsAccess => ({ key: simulator.keys.full, baseUrl: url, externalId })
  return {
    clock,
    database,
    db,
    simulator,
    url,
    teams,
    blocking,
    /** Another process on the same database, as far as the engine can tell. */
    engine,
    notices,
    limits,
    team,
    key,
    projects,
    access,
    /** Every limit of a project at the provider, as it stands. */
    remote: async (externalId: string) => ({
      spendLimit: await limits.readSpendLimit(access(externalId)),
      rows: await limits.readRateLimits(access(externalId)),
    }),
    settle: async () => {
      await blocking.idle()
      await blocking.carryOut()
      // What a commit has begun meanwhile holds the lease, and is not done yet.
      await blocking.idle()
    },
    blocks: async () =>
      (await sql<{ state: string; proof: string }>`select state, proof from blocks order by created_at, id`.execute(db))
        .rows,
    close: async () => {
      await blocking.stop()
      await simulator.close()
      await database.close()
    },
  }
}
