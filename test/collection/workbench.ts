import { sql } from 'kysely'
import { vi } from 'vitest'
import { createCollections, createPolls, openAiSource, openAiUsageSource } from '../../src/collection/index.ts'
import { commandActor } from '../../src/people/actor.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { CostDay } from '../../src/platform/cost-day.ts'
import { createLog } from '../../src/platform/log.ts'
import { createOpenAiCosts, createOpenAiUsage } from '../../src/providers/openai/index.ts'
import type { SimulatorOptions } from '../../src/simulator/index.ts'
import { startTestServer } from '../support/server.ts'
import { ledgerRows } from './ledger.ts'

export type CollectionBench = Awaited<ReturnType<typeof createCollectionBench>>

/** The product on a clock of the test's own, collecting over HTTP; waits between attempts are written down, not waited. */
export async function createCollectionBench(options: { at?: string; simulator?: SimulatorOptions } = {}) {
  const clock = fixedClock(options.at ?? '2026-11-23T05:00:00Z')
  const server = await startTestServer({
    clock,
    simulator: { historyDays: 40, projectCount: 5, organizations: 2, ...options.simulator },
    roles: { web: false, jobs: false },
  })
  const { runtime, simulator } = server
  const { db } = runtime.database
  const { teams } = runtime.teams
  const waits: number[] = []
  const sleep = async (ms: number) => void waits.push(ms)
  const parts = {
    database: runtime.database,
    clock,
    log: createLog('debug', { write: (line) => void server.logLines.push(line) }),
    ledger: runtime.ledger,
    source: openAiSource(createOpenAiCosts({ clock, sleep, timeoutMs: 400 }), runtime.config.openaiBaseUrl),
    keys: runtime.teams.keyDesk,
    sharedNow: async () => clock.now(),
  }
  const collections = createCollections(parts)
  const hot = new Set<string>()
  const polls = createPolls({
    ...parts,
    source: openAiUsageSource(createOpenAiUsage({ clock, sleep, timeoutMs: 2_000 }), runtime.config.openaiBaseUrl),
    hotProjects: async () => hot,
    intervalSeconds: 300,
  })
  const signal = AbortSignal.timeout(300_000)

  async function request(wanted: { teamId?: string; from?: CostDay; to?: CostDay } = {}) {
    return collections.request({ ...wanted, requestedBy: '시험' })
  }

  return {
    server,
    runtime,
    simulator,
    clock,
    waits,
    collections,
    polls,
    /** Projects that count as near a limit. */
    hot,
    actor: commandActor,
    signal,
    request,
    db,

    /** A team with a working key. The reading that a new key asks for by itself has been asked for when this returns. */
    async team(name: string, key = simulator.keys.full) {
      const team = await teams.create(commandActor, name)
      const { id: keyId, organizationId } = await runtime.teams.adminKeys.register(commandActor, team.id, {
        key,
        baseUrl: null,
      })
      await vi.waitFor(async () => {
        const { rows } = await sql`select 1 from collections where organization_id = ${organizationId}`.execute(db)
        if (rows.length === 0) throw new Error('not yet asked for')
      })
      return { teamId: team.id, keyId, organizationId }
    },

    async project(teamId: string, name: string, externalIds: readonly string[] = []) {
      const { id } = await runtime.teams.projects.create(commandActor, { teamId, name })
      if (externalIds.length > 0) await runtime.teams.bindings.bind(commandActor, id, externalIds)
      return id
    },

    async unbind(projectId: string, externalId: string) {
      const held = await runtime.teams.bindings.list(commandActor, projectId)
      const binding = held.find((one) => one.externalId === externalId && one.to === null)
      if (binding) await runtime.teams.bindings.end(commandActor, binding.id)
    },

    /** One reading of every organization as the daily job does it; answers with how each ended. */
    async collect(wanted: { teamId?: string; from?: CostDay; to?: CostDay } = {}) {
      const ended = []
      for (const { id } of await request(wanted)) {
        const collection = await collections.run(id, { signal, force: true })
        if (collection) ended.push(collection)
      }
      return ended
    },

    externalIds: (organization = 0) => simulator.projects(organization).map(({ id }) => id),
    ledger: (organizationId?: string) => ledgerRows(runtime.database, organizationId),
    close: server.close,
  }
}
