import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Actor } from '../people/actor.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { PriceInput } from './api.ts'
import { keptPrices } from './kept-prices.ts'
import { priceUsage } from './price-usage.ts'
import { createPricing, type PricesChanged } from './pricing.ts'
import { nothingCounted, seriesOf } from './usage.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
const person = { personId: null, name: '이지훈', teams: new Map(), via: 'session' } as const
const admin: Actor = { ...person, role: 'admin' }
const member: Actor = { ...person, role: 'member' }

let database: Database
let changes: { models: readonly string[] | null; from: string }[]
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await sql`delete from price_overrides`.execute(database.db)
  clock.advance(60_000)
  changes = []
})
afterAll(() => database.close())

async function note(tx: Tx, { models, from }: PricesChanged): Promise<void> {
  changes.push({ models: models && (await models(tx)), from })
}

function create(onPricesChanged: (tx: Tx, change: PricesChanged) => Promise<void> = note) {
  return createPricing({ db: database.db, clock, onPricesChanged })
}

const enter = (input: Partial<PriceInput> = {}) =>
  PriceInput.parse({ model: 'gpt-99', validFrom: '2026-11-20', prices: [{ part: 'input', price: '4' }], ...input })

async function inputCost(pricing: ReturnType<typeof create>, model: string, day: string): Promise<string> {
  const table = await pricing.table(database.db)
  return priceUsage(table, seriesOf('embeddings', { model }), day, { ...nothingCounted, inputTokens: 1_000_000 }).cost
}

async function actions() {
  const started = new Date(Math.floor(clock.now().getTime() / 60_000) * 60_000)
  const { rows } = await sql<{ kind: string; subject: string; before: unknown; after: unknown }>`
    select kind, subject, before, after from actions where at >= ${started} order by at, id`.execute(database.db)
  return rows
}

test('an entered price holds from its first day on, also for the dated names of the model', async () => {
  const pricing = create()
  await pricing.setPrices(admin, enter())
  expect(await inputCost(pricing, 'gpt-99', '2026-11-19')).toBe('0')
  expect(await inputCost(pricing, 'gpt-99', '2026-11-20')).toBe('4')
  expect(await inputCost(pricing, 'gpt-99-2026-11-01', '2026-11-21')).toBe('4')
})

test('it stands in place of a list price, and the list price comes back when it is taken away', async () => {
  const pricing = create()
  const [added] = await pricing.setPrices(admin, enter({ model: 'gpt-4o' }))
  expect(await inputCost(pricing, 'gpt-4o-2024-08-06', '2026-11-20')).toBe('4')
  expect(await inputCost(pricing, 'gpt-4o-2024-08-06', '2026-11-19')).toBe('2.5')
  await pricing.removePrice(admin, added?.id ?? '')
  expect(await inputCost(pricing, 'gpt-4o-2024-08-06', '2026-11-20')).toBe('2.5')
})

test('an entry of its own is not reached by the name that is left when its date is cut off', async () => {
  const pricing = create()
  await pricing.setPrices(admin, enter({ model: 'gpt-4o' }))
  expect(await inputCost(pricing, 'gpt-4o-2024-05-13', '2026-11-20')).toBe('5')
})

test('a price entered again for the same day replaces the first, with both in the record', async () => {
  const pricing = create()
  await pricing.setPrices(admin, enter())
  clock.advance(1_000)
  await pricing.setPrices(admin, enter({ prices: [{ part: 'input', price: '4.5' }] }))
  expect((await pricing.overrides()).map(({ price }) => price)).toEqual(['4.5'])
  expect((await actions()).at(-1)).toEqual({
    kind: 'price.set',
    subject: 'gpt-99',
    before: { input: '$4', tier: 'standard', validFrom: '2026-11-20' },
    after: { input: '$4.5', tier: 'standard', validFrom: '2026-11-20' },
  })
})

describe('what was counted already', () => {
  test('is priced anew in the same transaction: when that fails, nothing was entered', async () => {
    const pricing = create(async () => {
      throw new Error('not priced')
    })
    await expect(pricing.setPrices(admin, enter())).rejects.toThrow('not priced')
    expect(await pricing.overrides()).toEqual([])
    expect(await actions()).toEqual([])
    expect(await inputCost(pricing, 'gpt-99', '2026-11-20')).toBe('0')
  })

  test('is told with the names that usage gave to the models concerned, and the day', async () => {
    await seen('gpt-4o-2024-08-06', 'gpt-4o-2024-05-13', 'gpt-4o-mini', 'ft:gpt-4o-2024-08-06:hangang::x')
    await create().setPrices(admin, enter({ model: 'gpt-4o' }))
    expect(changes).toEqual([{ models: ['gpt-4o-2024-08-06'], from: '2026-11-20' }])
  })

  test('by tools is told without names, since any model may have called them', async () => {
    await create().setPrices(admin, enter({ model: 'web search', prices: [{ part: 'tool call', price: '12' }] }))
    expect(changes).toEqual([{ models: null, from: '2026-11-20' }])
  })
})

test('a release with other prices has everything priced anew, once over all processes; new notes are no new prices', async () => {
  const [one, other] = [create(), create()]
  expect(await one.followKeptTable()).toBe(true)
  changes = []
  expect(await one.followKeptTable()).toBe(false)
  const noted = {
    ...keptPrices,
    models: { ...keptPrices.models, o3: { names: ['o3', 'o3-2025-04-16'], note: '참고' } },
  }
  expect(await other.followKeptTable(noted)).toBe(false)
  clock.advance(1_000)
  const dearer = { ...keptPrices, lines: keptPrices.lines.slice(1) }
  expect((await Promise.all([one.followKeptTable(dearer), other.followKeptTable(dearer)])).toSorted()).toEqual([
    false,
    true,
  ])
  expect(changes).toEqual([{ models: null, from: '2020-01-01' }])
})

test('another process sees an entered price at its next look', async () => {
  const [one, other] = [create(), create()]
  expect(await inputCost(other, 'gpt-99', '2026-11-20')).toBe('0')
  const [added] = await one.setPrices(admin, enter())
  expect(await inputCost(other, 'gpt-99', '2026-11-20')).toBe('4')
  await one.removePrice(admin, added?.id ?? '')
  expect(await inputCost(other, 'gpt-99', '2026-11-20')).toBe('0')
})

test('only workspace admins enter prices', async () => {
  const pricing = create()
  await expect(pricing.setPrices(member, enter())).rejects.toThrow('not-allowed')
  await expect(pricing.removePrice(member, '00000000-0000-4000-8000-000000000000')).rejects.toThrow('not-allowed')
})

test('a price taken away twice was not there the second time', async () => {
  const pricing = create()
  const [added] = await pricing.setPrices(admin, enter())
  await pricing.removePrice(admin, added?.id ?? '')
  await expect(pricing.removePrice(admin, added?.id ?? '')).rejects.toThrow('not-found')
})

async function seen(...models: string[]): Promise<void> {
  await sql`insert into organizations (provider, created_at) values ('openai', now())`.execute(database.db)
  await sql`insert into cost_scopes (organization_id, external_id)
    select id, 'proj_1' from organizations limit 1`.execute(database.db)
  await sql`insert into usage_series (scope_id, kind, identity, model)
    select id, 'completions', model, model from cost_scopes, unnest(${models}::text[]) as model`.execute(database.db)
}
