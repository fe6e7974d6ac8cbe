import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallsBench, callOf, createCallsBench } from '../../test/calls/bench.ts'
import type { CallRecord, CallSource } from './call.ts'

let bench: CallsBench
let projects: string[]
beforeAll(async () => {
  bench = await createCallsBench()
  projects = [await bench.project(), await bench.project()]
})
afterAll(() => bench.close())

const MIDNIGHT = Date.parse('2026-11-23T00:00:00Z')
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const word = fc.constantFrom('a', 'b', '가', '"\\')

/** What one of them says of a call; the others say something else of the same one. */
const telling = fc.record({
  source: fc.constantFrom<CallSource>('gateway', 'sdk', 'api', 'otlp'),
  secondsFromMidnight: fc.integer({ min: -1_800, max: 1_800 }),
  task: maybe(word),
  user: maybe(word),
  intent: maybe(word),
  model: maybe(fc.constantFrom('gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'nobody-knows-this')),
  kind: fc.constantFrom<CallRecord['kind']>('completions', 'embeddings', null),
  result: fc.constantFrom<CallRecord['result']>('ok', 'error', 'aborted', 'refused'),
  inputTokens: maybe(fc.integer({ min: 0, max: 1_000_000 })),
  cost: maybe(fc.constantFrom('0', '1e-7', '0.3333333333333333333333333333', '12.5')),
  durationMs: maybe(fc.nat(10_000)),
  estimated: fc.boolean(),
  tools: fc.constantFrom<NonNullable<CallRecord['tools']> | null>(
    null,
    { web_search: 2 },
    { file_search: 1, image_generation: 1 },
  ),
  meta: fc.constantFrom({}, { k: 'v', a: 'b' }, { z: 'y' }),
})
const call = fc.record({
  project: fc.nat(1),
  hasResponseId: fc.boolean(),
  tellings: fc.array(telling, { minLength: 1, maxLength: 4 }),
})

function recordsOf(calls: readonly (typeof call extends fc.Arbitrary<infer Call> ? Call : never)[]): CallRecord[] {
  return calls.flatMap(({ project, hasResponseId, tellings }, number) =>
    tellings.slice(0, hasResponseId ? undefined : 1).map((told, place) =>
      callOf(projects[project] ?? '', {
        id: `00000000-0000-4000-8000-${String(number * 10 + place).padStart(12, '0')}`,
        responseId: hasResponseId ? `resp_${number}` : null,
        source: told.source,
        at: new Date(MIDNIGHT + told.secondsFromMidnight * 1_000),
        task: told.task,
        user: told.user,
        intent: told.intent,
        modelServed: told.model,
        modelAsked: null,
        kind: told.kind,
        result: told.result,
        status: null,
        quantities: told.inputTokens === null ? null : { inputTokens: told.inputTokens, outputTokens: 0 },
        estimated: told.estimated,
        tools: told.tools,
        providerCost: told.cost,
        durationMs: told.durationMs,
        meta: told.meta,
      }),
    ),
  )
}

async function recordAll(batches: readonly (readonly CallRecord[])[]) {
  await sql`truncate calls, call_hours, call_days, metered_minutes, metered_days, project_days, team_days, workspace_days`.execute(
    bench.db,
  )
  for (const batch of batches) await bench.calls.record(batch)
  return {
    exact: await totals(),
    calls: await read(`select to_jsonb(c) - 'recorded_at' as row from calls c`),
    hours: await read('select to_jsonb(h) as row from call_hours h where calls > 0'),
    days: await read('select to_jsonb(d) as row from call_days d where calls > 0'),
    metered: await read('select to_jsonb(d) as row from metered_days d where calls > 0 or cost <> 0'),
    minutes: await read('select to_jsonb(m) as row from metered_minutes m where calls > 0 or cost <> 0'),
    spend: await read(
      `select project_id || ' ' || cost_day || ' ' || trim_scale(amount) as row from project_days where amount <> 0`,
    ),
  }
}

async function read(query: string): Promise<string[]> {
  const { rows } = await bench.database.pool.query<{ row: unknown }>(query)
  return rows.map(({ row }) => JSON.stringify(row)).toSorted()
}

/** Rows, hours, each dimension of the days and the ledger say the same, to the last digit. */
async function totals() {
  const { rows } = await bench.database.pool.query<{ part: string; calls: number; cost: string; unpriced: number }>(`
    select part, sum(calls)::int as calls, trim_scale(sum(cost))::text as cost, sum(unpriced)::int as unpriced from (
      select 'rows' as part, count(*) as calls, coalesce(sum(cost), 0) as cost, count(*) filter (where unpriced) as unpriced from calls
      union all select 'hours', coalesce(sum(calls), 0), coalesce(sum(cost), 0), coalesce(sum(unpriced_calls), 0) from call_hours
      union all select dimension, sum(calls), sum(cost), sum(unpriced_calls) from call_days group by dimension) t
    group by part order by part`)
  return rows
}

const spends = async () =>
  (
    await bench.database.pool.query<{ source: string; cost: string }>(`
      select 'calls' as source, trim_scale(coalesce(sum(cost), 0))::text as cost from calls
      union all select 'projects', trim_scale(coalesce(sum(amount), 0))::text from project_days
      union all select 'teams', trim_scale(coalesce(sum(amount), 0))::text from team_days
      union all select 'workspace', trim_scale(coalesce(sum(amount), 0))::text from workspace_days`)
  ).rows.map(({ cost }) => cost)

test('calls told by anybody, in any order, in any batches and any number of times, give the same calls, sums and spend', async () => {
  const stories = fc.array(call, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(stories, fc.infiniteStream(fc.nat(1_000)), async (calls, dice) => {
      const records = recordsOf(calls)
      const once = await recordAll([records])
      const roll = (): number => dice.next().value ?? 0
      const again = [...records, ...records.filter(() => roll() % 2 === 0)]
      const shuffled = again.map((one) => ({ one, rank: roll() })).toSorted((a, b) => a.rank - b.rank)
      const batches: CallRecord[][] = [[]]
      for (const { one } of shuffled) {
        if (roll() % 3 === 0) batches.push([])
        batches.at(-1)?.push(one)
      }
      expect(await recordAll(batches)).toEqual(once)
      const [first, ...others] = await totals()
      for (const other of others) expect({ ...other, part: first?.part }).toEqual(first)
      expect(new Set(await spends()).size).toBe(1)
    }),
    { numRuns: 8 },
  )
}, 120_000)
