import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type CallRecord, createCalls } from '../../src/calls/index.ts'
import type { SpendChange } from '../../src/ledger/index.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { PriceTable } from '../../src/pricing/index.ts'
import { keptPrices } from '../../src/pricing/kept-prices.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestLedger } from '../support/ledger.ts'

export const NOW = '2026-11-23T12:00:00Z'
const prices = new PriceTable(keptPrices, [])

export type CallsBench = Awaited<ReturnType<typeof createCallsBench>>

/** Calls on a ledger of their own in this database, with a clock that stands still. */
export function createCallsBenchOn(database: Database, at: string, keptDays = 90) {
  const clock = fixedClock(at)
  const told: SpendChange[] = []
  const ledger = createTestLedger(database, {
    now: async () => clock.now(),
    onSpendChanged: async (_tx, change) => void told.push(change),
  })
  const sharedNow = async () => clock.now()
  const calls = createCalls({ database, clock, sharedNow, pricing: { table: async () => prices }, ledger, keptDays })
  return { database, clock, ledger, calls, told }
}

export async function createCallsBench(keptDays = 90) {
  const database = await createTestDatabase()
  const { db } = database
  const bench = createCallsBenchOn(database, NOW, keptDays)

  async function project(): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      with team as (insert into teams (name, created_at) values (gen_random_uuid()::text, now()) returning id),
      project as (insert into projects (team_id, name, created_at) select id, 'p', now() from team returning id, team_id)
      insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, now(), '-infinity' from project
      returning project_id as id`.execute(db)
    return rows[0]?.id ?? ''
  }

  return { ...bench, db, project, close: database.close }
}

/** One dollar by 400,000 input tokens of gpt-4o, seen by the gateway. */
export function callOf(projectId: string, given: Partial<CallRecord> = {}): CallRecord {
  return {
    id: randomUUID(),
    projectId,
    keyId: null,
    source: 'gateway',
    at: new Date('2026-11-23T10:00:30Z'),
    endpoint: '/v1/chat/completions',
    kind: 'completions',
    modelAsked: 'gpt-4o',
    modelServed: 'gpt-4o-2024-08-06',
    responseId: null,
    task: null,
    intent: null,
    user: null,
    trace: null,
    meta: {},
    status: 200,
    result: 'ok',
    problemCode: null,
    quantities: { inputTokens: 400_000, cachedInputTokens: 0, outputTokens: 0 },
    batch: false,
    serviceTier: 'default',
    size: null,
    providerCost: null,
    durationMs: 500,
    firstTokenMs: null,
    retries: 0,
    streamed: false,
    ...given,
  }
}
