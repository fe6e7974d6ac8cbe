import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { parseDecimal } from '../../platform/money.ts'
import type { Part } from '../parts.ts'
import type { PriceOverride } from '../price-table.ts'
import type { Tier } from '../tier.ts'

export type OverrideRow = PriceOverride & { id: string; reason: string | null; at: Date; by: string }

const columns = sql`id, model, part, tier, price::text as price, valid_from as "validFrom", reason, created_at as at,
  created_by_name as by`

export async function priceRevision(db: Db): Promise<string> {
  const { rows } = await sql<{ revision: string }>`select revision from derived.price_revision`.execute(db)
  const [row] = rows
  if (!row) throw new Error('derived.price_revision has lost its row')
  return row.revision
}

export async function liveOverrides(db: Db): Promise<OverrideRow[]> {
  const { rows } = await sql<OverrideRow>`
    select ${columns} from price_overrides where removed_at is null
    order by model, tier, part, valid_from desc`.execute(db)
  return rows.map(exact)
}

/** Whoever changes prices holds this until the end: what is read after it is what is changed. */
export async function lockPrices(tx: Tx): Promise<void> {
  await sql`select from derived.price_revision for no key update`.execute(tx)
}

export async function findLive(
  tx: Tx,
  wanted: { model: string; tier: Tier; validFrom: CostDay; parts: readonly Part[] },
): Promise<OverrideRow[]> {
  const { rows } = await sql<OverrideRow>`
    select ${columns} from price_overrides
    where removed_at is null and model = ${wanted.model} and tier = ${wanted.tier}
      and valid_from = ${wanted.validFrom} and part = any(${wanted.parts}::text[])`.execute(tx)
  return rows.map(exact)
}

export async function findOverride(tx: Tx, id: string): Promise<OverrideRow | null> {
  const { rows } = await sql<OverrideRow>`
    select ${columns} from price_overrides where id = ${id} and removed_at is null`.execute(tx)
  return rows.map(exact)[0] ?? null
}

export type NewOverrides = {
  model: string
  tier: Tier
  validFrom: CostDay
  reason: string | null
  at: Date
  by: { personId: string | null; name: string }
  prices: readonly { part: Part; price: string }[]
}

export async function insertOverrides(tx: Tx, added: NewOverrides): Promise<OverrideRow[]> {
  const { rows } = await sql<OverrideRow>`
    insert into price_overrides (model, part, tier, price, valid_from, reason, created_at, created_by, created_by_name)
    select ${added.model}, part, ${added.tier}, price, ${added.validFrom}::date, ${added.reason}, ${added.at}::timestamptz,
      ${added.by.personId}::uuid, ${added.by.name}
    from unnest(${added.prices.map(({ part }) => part)}::text[], ${added.prices.map(({ price }) => price)}::numeric[])
      as row (part, price)
    returning ${columns}`.execute(tx)
  return rows.map(exact)
}

export async function removeOverrides(tx: Tx, ids: readonly string[], at: Date, by: string): Promise<void> {
  await sql`update price_overrides set removed_at = ${at}, removed_by_name = ${by}
    where id = any(${ids}::uuid[]) and removed_at is null`.execute(tx)
}

function exact(row: OverrideRow): OverrideRow {
  return { ...row, price: parseDecimal(row.price) }
}
