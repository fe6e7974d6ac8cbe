import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { BilledRow } from '../../src/ledger/index.ts'
import { callOf } from '../calls/bench.ts'
import { type CollectionBench, createCollectionBench } from '../collection/workbench.ts'

/** Only a real server has two connections that can wait for each other. */
describe.runIf(inject('postgresUrl'))('binding and moving while costs are read and calls recorded', () => {
  let bench: CollectionBench
  beforeAll(async () => {
    bench = await createCollectionBench()
  })
  afterAll(() => bench.close())

  test('neither deadlocks, and the sums are those of the lines', async () => {
    const { teamId, organizationId } = await bench.team('마케팅팀')
    const [externalId = ''] = bench.externalIds()
    const projectId = await bench.project(teamId, 'chatbot-experiment', [externalId])
    const other = await bench.runtime.teams.teams.create(bench.actor, '커머스팀')
    const row = (amount: string): BilledRow => ({ externalId, lineItem: 'x', currency: 'USD', amount, quantity: null })
    const failures: unknown[] = []
    const attempt = async (deed: () => Promise<unknown>) => void (await deed().catch((error) => failures.push(error)))

    async function readings(): Promise<void> {
      for (let round = 0; round < 40; round += 1) {
        const days = new Map([
          ['2026-11-20', [row(`${round + 1}`)]],
          ['2026-11-21', [row(`${round + 2}`)]],
        ])
        const requestedAt = new Date(Date.parse('2026-11-23T06:00:00Z') + round * 1_000)
        await attempt(() => bench.runtime.ledger.applyReading({ organizationId, requestedAt, days }))
      }
    }
    async function deeds(): Promise<void> {
      for (let round = 0; round < 15; round += 1) {
        await attempt(() => bench.unbind(projectId, externalId))
        await attempt(() => bench.runtime.teams.bindings.bind(bench.actor, projectId, [externalId]))
        const target = round % 2 === 0 ? other.id : teamId
        await attempt(() => bench.runtime.teams.projects.move(bench.actor, projectId, { teamId: target, reason: '' }))
      }
    }
    async function calls(source: 'gateway' | 'sdk'): Promise<void> {
      for (let round = 0; round < 40; round += 1) {
        const batch = [1, 2, 3].map((place) =>
          callOf(projectId, {
            source,
            responseId: `resp_${round}_${place}`,
            at: new Date(Date.parse('2026-11-21T00:00:00Z') + (place - 2) * 1_000),
          }),
        )
        await attempt(() => bench.runtime.calls.record(source === 'sdk' ? batch : batch.toReversed()))
      }
    }
    await Promise.all([readings(), deeds(), calls('gateway'), calls('sdk')])
    expect(failures).toEqual([])
    const { rows } = await sql<{ projects: string; teams: string; workspace: string; scopes: string; calls: number }>`
      select (select trim_scale(sum(amount)) from project_days)::text as projects,
        (select trim_scale(sum(amount)) from team_days)::text as teams,
        (select trim_scale(sum(amount)) from workspace_days)::text as workspace,
        trim_scale((select sum(amount) from scope_days) + (select sum(ahead) from project_days))::text as scopes,
        (select count(*) from calls) as calls`.execute(bench.db)
    expect(rows[0]?.teams).toBe(rows[0]?.projects)
    expect(rows[0]?.workspace).toBe(rows[0]?.scopes)
    expect(rows[0]?.calls).toBe(120)
  })
})
