import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { createTestLedger } from '../../test/support/ledger.ts'
import type { Database } from '../platform/db/database.ts'
import { addDecimals } from '../platform/money.ts'
import type { BilledRow, Ledger } from './index.ts'

let database: Database
let ledger: Ledger
let organizationId: string

beforeAll(async () => {
  database = await createTestDatabase()
  ledger = createTestLedger(database)
})
afterAll(() => database.close())

beforeEach(async () => {
  await sql`truncate billed_changes, billed_lines, billed_days, scope_days, project_days, team_days, workspace_days,
    cost_scopes, cost_line_items restart identity cascade`.execute(database.db)
  const { rows } = await sql<{ id: string }>`
    insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(database.db)
  organizationId = rows[0]?.id ?? ''
})

const DAY = '2026-11-20'
const row = (
  amount: string,
  lineItem: string | null = 'gpt-4o, input',
  externalId: string | null = 'proj_a',
): BilledRow => ({
  externalId,
  lineItem,
  currency: 'USD',
  amount,
  quantity: null,
})
const read = (at: string, days: Record<string, BilledRow[]>) =>
  ledger.applyReading({ organizationId, requestedAt: new Date(at), days: new Map(Object.entries(days)) })

type Line = { day: string; project: string | null; item: string | null; currency: string; amount: string }
async function lines(): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select line.cost_day as day, scope.external_id as project, item.name as item, line.currency,
      trim_scale(line.amount)::text as amount
    from billed_lines line join cost_scopes scope on scope.id = line.scope_id
    join cost_line_items item on item.id = line.line_item_id
    where line.amount <> 0 order by 1, 2, 3, 4`.execute(database.db)
  return rows
}
async function changes() {
  const { rows } = await sql<{ previous: string | null; amount: string }>`
    select previous::text as previous, amount::text as amount from billed_changes order by id`.execute(database.db)
  return rows
}
const workspaceTotal = async () =>
  (
    await sql<{
      amount: string
    }>`select coalesce(trim_scale(sum(amount)), 0)::text as amount from workspace_days`.execute(database.db)
  ).rows[0]?.amount

describe('a reading', () => {
  test('read twice changes nothing and leaves no trace', async () => {
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1.5'), row('2', 'gpt-4o, output')] })
    const before = await lines()
    const applied = await read('2026-11-21T01:00:00Z', { [DAY]: [row('1.50'), row('2', 'gpt-4o, output')] })
    expect(applied.changedLines).toBe(0)
    expect(await lines()).toEqual(before)
    expect(await changes()).toEqual([])
  })

  test('with a restated amount replaces the old one and leaves a trace', async () => {
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1.5')] })
    const applied = await read('2026-11-22T00:05:00Z', { [DAY]: [row('1.75')] })
    expect(applied.changedLines).toBe(1)
    expect(await lines()).toMatchObject([{ amount: '1.75' }])
    expect(await changes()).toEqual([{ previous: '1.5', amount: '1.75' }])
    expect(await workspaceTotal()).toBe('1.75')
  })

  test('that no longer names a line makes it zero, with its trace', async () => {
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1.5'), row('2', 'gpt-4o, output')] })
    await read('2026-11-22T00:05:00Z', { [DAY]: [row('2', 'gpt-4o, output')] })
    expect(await lines()).toMatchObject([{ item: 'gpt-4o, output' }])
    expect(await changes()).toEqual([{ previous: '1.5', amount: '0' }])
  })

  test('that is empty for a day with known costs lowers nothing and is remembered', async () => {
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1.5')] })
    const applied = await read('2026-11-22T00:05:00Z', { [DAY]: [] })
    expect(applied.doubtedDays).toEqual([DAY])
    expect(await workspaceTotal()).toBe('1.5')
    await read('2026-11-23T00:05:00Z', { [DAY]: [row('1.5')] })
    expect((await sql`select from billed_days where doubted_at is not null`.execute(database.db)).rows).toEqual([])
  })

  test('that is older than what the day has is ignored', async () => {
    await read('2026-11-22T00:05:00Z', { [DAY]: [row('9')] })
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1')] })
    expect(await lines()).toMatchObject([{ amount: '9' }])
  })

  test('that does not answer a day leaves it alone', async () => {
    await read('2026-11-21T00:05:00Z', { [DAY]: [row('1')], '2026-11-19': [row('3')] })
    await read('2026-11-22T00:05:00Z', { [DAY]: [row('2')] })
    expect(await lines()).toMatchObject([
      { day: '2026-11-19', amount: '3' },
      { day: DAY, amount: '2' },
    ])
  })

  test('keeps currencies, credits, nameless lines and costs of nobody apart', async () => {
    const rows = [row('-0.25', null), row('1e-7', null, null), { ...row('1200'), currency: 'KRW' }, row('0.25', null)]
    await read('2026-11-21T00:05:00Z', { [DAY]: rows.map((one) => ({ ...one, amount: addDecimals(one.amount) })) })
    expect(await lines()).toEqual([
      { day: DAY, project: 'proj_a', item: 'gpt-4o, input', currency: 'KRW', amount: '1200' },
      { day: DAY, project: null, item: null, currency: 'USD', amount: '0.0000001' },
    ])
  })
})

test('any order of re-reads that ends with the same answer gives the same ledger', async () => {
  const amount = fc.tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 0, max: 12 }))
  const billed = fc
    .tuple(amount, fc.constantFrom('a', 'b', 'c', null), fc.constantFrom('proj_a', 'proj_b', null))
    .map(([[units, scale], item, project]) => row(addDecimals(`${units}e-${scale}`), item, project))
  const answer = fc.array(billed, { minLength: 1, maxLength: 8 })
  const history = fc.tuple(fc.array(answer, { maxLength: 4 }), answer)
  await fc.assert(
    fc.asyncProperty(history, async ([earlier, last]) => {
      await sql`truncate billed_changes, billed_lines, billed_days, scope_days, workspace_days`.execute(database.db)
      await read('2026-11-25T00:00:00Z', { [DAY]: last })
      const direct = await lines()
      const total = await workspaceTotal()
      await sql`truncate billed_changes, billed_lines, billed_days, scope_days, workspace_days`.execute(database.db)
      for (const [place, one] of earlier.entries()) await read(`2026-11-2${place}T00:00:00Z`, { [DAY]: one })
      await read('2026-11-25T00:00:00Z', { [DAY]: last })
      for (const one of earlier) await read('2026-11-24T00:00:00Z', { [DAY]: one })
      expect(await lines()).toEqual(direct)
      expect(await workspaceTotal()).toBe(total)
      expect(total).toBe(addDecimals('0', ...last.map((one) => one.amount)))
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('two processes that read at once leave one ledger', async () => {
  const days = { [DAY]: [row('1'), row('2', 'gpt-4o, output')], '2026-11-19': [row('3', null, null)] }
  await Promise.all([1, 2, 3, 4].map(() => read('2026-11-21T00:05:00Z', days)))
  expect(await workspaceTotal()).toBe('6')
  expect(await changes()).toEqual([])
})
