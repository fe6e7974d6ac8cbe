import { sql } from 'kysely'
import { createAlerts } from '../../src/alerts/index.ts'
import { causesOf } from '../../src/causes/index.ts'
import { createChannels } from '../../src/channels/index.ts'
import type { Clock } from '../../src/platform/clock.ts'
import type { Database, Db, Tx } from '../../src/platform/db/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { createVault } from '../../src/platform/vault/vault.ts'
import { benchOn } from '../thresholds/workbench.ts'

export type Told = {
  key: string
  kind: string
  headline: string
  facts: { label: string; value: string }[]
  paragraphs: string[]
  severity: string
  links: { label: string; url: string }[]
}

/** Thresholds and alerts on one database; nothing leaves it: what would be sent is read from the outbox. */
export function alertsOn(database: Database) {
  const { db } = database
  const bench = benchOn(database, {
    onCrossed: (tx, crossings) => alerts.raise(tx, crossings),
    onOver: (tx, overs) => alerts.tellOver(tx, overs),
    onNoData: (tx, episodes) => alerts.tellNoData(tx, episodes),
  })
  const alerts = openAlerts(database, bench.clock)
  return {
    ...bench,
    alerts,
    /** The same product once more, as in a second process. */
    secondAlerts: () => openAlerts(database, bench.clock),

    async told(kind?: string): Promise<Told[]> {
      const { rows } = await sql<{ key: string; kind: string; body: Omit<Told, 'key' | 'kind'> }>`
        select key, kind, body from notices where ${kind ?? null}::text is null or kind = ${kind ?? null}
        order by created_at, key`.execute(db)
      return rows.map(({ body, ...row }) => ({ ...row, ...body }))
    },

    async setDatabase(statement: ReturnType<typeof sql>): Promise<void> {
      await statement.execute(db)
    },
  }
}

function openAlerts(database: Database, clock: Clock) {
  const { db } = database
  const sharedNow = async (_on?: Db | Tx) => clock.now()
  const log = createLog('error', { write: () => {} })
  const key = { from: 'variable', value: '0'.repeat(64) } as const
  const channels = createChannels({
    database,
    clock,
    sharedNow,
    log,
    vault: createVault({ db, clock, masterKey: key }),
    smtpUrl: null,
    from: 'finops-for-ai <no-reply@example.com>',
    publicUrl: 'https://finops.example.com',
    timeZone: async () => 'Asia/Seoul',
    addressOf: async () => null,
    peopleFor: async () => ['admin@example.com'],
  })
  return createAlerts({
    db,
    clock,
    sharedNow,
    publicUrl: 'https://finops.example.com',
    timeZone: async () => 'Asia/Seoul',
    causesOf,
    queue: channels.queue,
    deliverSoon: () => {},
    sentence: (code) => code,
  })
}
