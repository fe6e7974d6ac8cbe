import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutcomesBench, type OutcomesBench } from '../../test/outcomes/bench.ts'

let bench: OutcomesBench
beforeAll(async () => {
  bench = await createOutcomesBench()
})
afterAll(() => bench.close())

const scales = [
  { min: 1, max: 5 },
  { min: 0, max: 1 },
  { min: -1, max: 2 },
]
const feedback = fc.option(
  fc
    .tuple(fc.constantFrom(...scales), fc.integer({ min: 0, max: 300 }))
    .map(([scale, part]) => ({ ...scale, score: scale.min + ((scale.max - scale.min) * part) / 300 })),
  { nil: undefined },
)
const counters = fc.option(fc.dictionary(fc.constantFrom('resolved', '절약'), fc.nat(1_000)), { nil: undefined })
const day = fc.constantFrom('2026-11-21', '2026-11-22', '2026-11-23')
const task = fc.constantFrom('요약', '번역', '')
const single = fc.record({ day, task, success: fc.boolean(), feedback, counters })
const total = fc.record({
  day,
  task,
  attempts: fc.nat(1_000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  counters,
})

type Item = Record<string, unknown>
const stories = fc.record({
  singles: fc.array(single, { minLength: 1, maxLength: 12 }),
  totals: fc.uniqueArray(total, { maxLength: 3, selector: (one) => `${one.day} ${one.task}` }),
})
type Story = typeof stories extends fc.Arbitrary<infer One> ? One : never

function itemsOf({ singles, totals }: Story): Item[] {
  return [
    ...singles
      .map((one, place) => ({ ...one, day: undefined, id: `id-${place}`, at: `${one.day}T08:00:00Z` }))
      .map(({ day: _day, ...item }) => item),
    ...totals.map(({ share, ...one }) => ({ ...one, successes: Math.floor(one.attempts * share) })),
  ]
}

/** What the days are, and what they must be by the rows that were kept. */
async function daysOf(projectId: string) {
  const read = async (query: ReturnType<typeof sql<{ row: string }>>) =>
    (await query.execute(bench.db)).rows.map(({ row }) => row)
  const days = await read(sql<{ row: string }>`
    select (to_jsonb(d) - 'project_id' || jsonb_build_object('feedback_sum', trim_scale(feedback_sum)))::text as row
    from outcome_days d where project_id = ${projectId} order by cost_day, task`)
  const expected = await read(sql<{ row: string }>`
    with summed as (
      select task, cost_day, count(*) as attempts, count(*) filter (where success) as successes,
        coalesce(sum(feedback), 0) as feedback_sum, count(feedback) as feedback_count,
        coalesce((select jsonb_object_agg(name, total) from (
          select name, sum(value::bigint) as total from outcomes same, jsonb_each_text(same.counters) as c (name, value)
          where same.project_id = ${projectId} and same.task = one.task and same.cost_day = one.cost_day
            and same.removed_at is null
          group by name having sum(value::bigint) > 0) named), '{}') as counters
      from outcomes one where project_id = ${projectId} and removed_at is null group by task, cost_day),
    chosen as (
      select task, cost_day, attempts, successes, coalesce(feedback_sum, 0) as feedback_sum,
        coalesce(feedback_count, 0) as feedback_count, counters
      from outcome_totals where project_id = ${projectId}
      union all
      select * from summed where not exists (select from outcome_totals t where t.project_id = ${projectId}
        and t.task = summed.task and t.cost_day = summed.cost_day))
    select (to_jsonb(c) || jsonb_build_object('feedback_sum', trim_scale(feedback_sum)))::text as row
    from chosen c order by cost_day, task`)
  return { days, expected }
}

test('outcomes in any order, any batches, any number of times and at the same time give the same days, exactly', async () => {
  await fc.assert(
    fc.asyncProperty(stories, fc.infiniteStream(fc.nat(1_000)), async (story, dice) => {
      const roll = (): number => dice.next().value ?? 0
      const items = itemsOf(story)
      const [once, shuffled, together] = [await bench.project(), await bench.project(), await bench.project()]
      await bench.send(once, items)
      const again = [...items, ...items.filter(() => roll() % 2 === 0)]
      const batches: Item[][] = [[]]
      for (const { one } of again.map((one) => ({ one, rank: roll() })).toSorted((a, b) => a.rank - b.rank)) {
        if (roll() % 3 === 0) batches.push([])
        batches.at(-1)?.push(one)
      }
      for (const batch of batches) await bench.send(shuffled, batch)
      await Promise.all(batches.map((batch) => bench.send(together, batch)))
      const { days, expected } = await daysOf(once)
      expect(days).toEqual(expected)
      expect((await daysOf(shuffled)).days).toEqual(days)
      expect((await daysOf(together)).days).toEqual(days)
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('whatever is corrected afterwards, by whatever batches, the days are what is kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stories, { minLength: 2, maxLength: 5 }), async (versions) => {
      const projectId = await bench.project()
      for (const version of versions) await bench.send(projectId, itemsOf(version))
      const { days, expected } = await daysOf(projectId)
      expect(days).toEqual(expected)
    }),
    { numRuns: 12 },
  )
}, 120_000)
