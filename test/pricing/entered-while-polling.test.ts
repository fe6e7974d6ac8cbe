import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Ledger } from '../../src/ledger/index.ts'
import { commandActor } from '../../src/people/actor.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { Database, Tx } from '../../src/platform/db/database.ts'
import { createPricing, nothingCounted, seriesOf } from '../../src/pricing/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestLedger } from '../support/ledger.ts'

const NOON = '2026-11-23T12:00:00Z'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Two connections at once; the embedded database has one. */
test.runIf(inject('postgresUrl'))(
  'a price that is entered while a reading names its model for the first time prices that too',
  async () => {
    const { db } = database
    const pricing = createPricing({
      db,
      clock: fixedClock(NOON),
      onPricesChanged: (tx, change) => ledger.reprice(tx, change),
    })
    const { promise: entered, resolve: goOn } = Promise.withResolvers<void>()
    const { promise: pricingIt, resolve: isPricing } = Promise.withResolvers<void>()
    let isFirst = true
    const ledger: Ledger = createTestLedger(database, {
      pricing: {
        async table(tx: Tx) {
          const table = await pricing.table(tx)
          if (!isFirst) return table
          isFirst = false
          isPricing()
          await entered
          return table
        },
      },
    })
    const organization = await sql<{ id: string }>`
    insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(db)
    const at = new Date(NOON)
    const reading = ledger.applyUsage({
      organizationId: organization.rows[0]?.id ?? '',
      kind: 'embeddings',
      span: 1,
      from: at,
      to: at,
      requestedAt: at,
      series: [
        {
          ...seriesOf('embeddings', { model: 'brand-new' }),
          externalId: 'p',
          apiKeyId: null,
          userId: null,
          vectorStoreId: null,
        },
      ],
      buckets: [
        { startsAt: at, rows: [{ series: 0, quantities: { ...nothingCounted, requests: 1, inputTokens: 1_000_000 } }] },
      ],
    })
    await pricingIt
    const price = pricing.setPrices(commandActor, {
      model: 'brand-new',
      tier: 'standard',
      validFrom: '2026-11-01',
      reason: null,
      prices: [{ part: 'input', price: '4' }],
    })
    await somebodyWaitsForALock()
    goOn()
    await Promise.all([reading, price])
    const { rows } = await sql`select trim_scale(cost)::text as cost, unpriced from usage_days`.execute(db)
    expect(rows).toEqual([{ cost: '4', unpriced: false }])
  },
)

async function somebodyWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db)
    if (rows.length > 0) return
    await wait(20)
  }
}
