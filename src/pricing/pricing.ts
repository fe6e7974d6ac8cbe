import { recordAction } from '../actions/index.ts'
import { type Actor, requireAdmin, visibleTeams } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf } from '../platform/cost-day.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { notFound } from '../platform/errors.ts'
import type { PricedModel, PriceInput, UnknownPrices } from './api.ts'
import { currentTable } from './current-table.ts'
import { fingerprintOf, type KeptPrices, keptPrices } from './kept-prices.ts'
import { priceList } from './price-list.ts'
import { isToolName } from './price-usage.ts'
import {
  findLive,
  findOverride,
  insertOverrides,
  liveOverrides,
  lockPrices,
  type OverrideRow,
  removeOverrides,
} from './store/overrides.ts'
import { latestTable, noteTable } from './store/price-tables.ts'
import { type Reach, unpricedUse, usedModels, usedWithin } from './store/usage.ts'
import { missingTokens, unknownPrices } from './unknown-prices.ts'

export type PricesChanged = {
  /**
   * As usage names them, to be asked for once nothing more is booked: a reading that is booked meanwhile may name a model for
   * the first time, by the prices of before. Null: the price of a tool, which any model may have called.
   */
  models: ((tx: Tx) => Promise<readonly string[]>) | null
  from: CostDay
}

export type PricingDeps = {
  db: Db
  clock: Clock
  /** In the transaction that changes a price: what was counted from that day on is priced anew, or nothing changes. */
  onPricesChanged(tx: Tx, change: PricesChanged): Promise<void>
}

export type Pricing = ReturnType<typeof createPricing>

const RECENT_DAYS = 30
/** Before anything was sold by the token. */
const EVER: CostDay = '2020-01-01'

export function createPricing({ db, clock, onPricesChanged }: PricingDeps) {
  const table = currentTable()

  function recent(teamIds: readonly string[] | null): Reach {
    const to = costDayOf(clock.now())
    return { teamIds, from: addDays(to, 1 - RECENT_DAYS), to }
  }

  /** The models seen in usage that a price under this name is for. */
  function concerned(name: string): PricesChanged['models'] {
    if (isToolName(name)) return null
    return async (tx) => {
      const prices = await table(tx)
      return (await usedModels(tx)).filter((model) => prices.names(model).includes(name))
    }
  }

  return {
    /** Inside a transaction hand that in, after its locks were taken: prices are then those that hold at its commit. */
    table,

    overrides: (): Promise<OverrideRow[]> => liveOverrides(db),

    list: async (actor: Actor, search?: string): Promise<PricedModel[]> => {
      const [prices, overrides, used] = await Promise.all([
        table(db),
        liveOverrides(db),
        usedWithin(db, recent(visibleTeams(actor))),
      ])
      return priceList({ kept: keptPrices, table: prices, overrides, used }, search)
    },

    unknown: async (actor: Actor): Promise<UnknownPrices> => {
      const reach = recent(visibleTeams(actor))
      const items = unknownPrices(await table(db), await unpricedUse(db, reach))
      return { from: reach.from, to: reach.to, items, tokens: missingTokens(items) }
    },

    /** Enters prices of one model from a day on, in place of those entered before for the same day. */
    setPrices: async (actor: Actor, input: PriceInput): Promise<OverrideRow[]> => {
      requireAdmin(actor)
      const { model, tier, validFrom, reason, prices } = input
      return db.transaction().execute(async (tx) => {
        await lockPrices(tx)
        const at = clock.now()
        const replaced = await findLive(tx, { model, tier, validFrom, parts: prices.map(({ part }) => part) })
        await removeOverrides(
          tx,
          replaced.map(({ id }) => id),
          at,
          actor.name,
        )
        const added = await insertOverrides(tx, { model, tier, validFrom, reason, prices, at, by: actor })
        await recordAction(tx, {
          at,
          kind: 'price.set',
          actor,
          subject: model,
          reason,
          before: replaced.length > 0 ? factsOf(replaced) : null,
          after: factsOf(added),
        })
        await onPricesChanged(tx, { models: concerned(model), from: validFrom })
        return added
      })
    },

    removePrice: async (actor: Actor, id: string): Promise<void> => {
      requireAdmin(actor)
      await db.transaction().execute(async (tx) => {
        await lockPrices(tx)
        const found = await findOverride(tx, id)
        if (!found) throw notFound('not-found')
        const at = clock.now()
        await removeOverrides(tx, [id], at, actor.name)
        await recordAction(tx, {
          at,
          kind: 'price.removed',
          actor,
          subject: found.model,
          before: factsOf([found]),
          after: null,
        })
        await onPricesChanged(tx, { models: concerned(found.model), from: found.validFrom })
      })
    },

    /** Once after the product has brought another table along: what was counted by the old one is priced anew. */
    followKeptTable: async (kept: KeptPrices = keptPrices): Promise<boolean> => {
      const fingerprint = fingerprintOf(kept)
      if ((await latestTable(db)) === fingerprint) return false
      return db.transaction().execute(async (tx) => {
        await lockPrices(tx)
        if ((await latestTable(tx)) === fingerprint) return false
        await noteTable(tx, fingerprint, clock.now())
        await onPricesChanged(tx, { models: null, from: EVER })
        return true
      })
    },
  }
}

function factsOf(rows: readonly OverrideRow[]): Record<string, string> {
  const [first] = rows
  const prices = Object.fromEntries(rows.map(({ part, price }) => [part, `$${price}`]))
  return first ? { ...prices, tier: first.tier, validFrom: first.validFrom } : prices
}
