import { statfs } from 'node:fs/promises'
import type { Runtime } from '../app.ts'
import { listWebhookOrigins, mailLine } from '../channels/index.ts'
import type { Config } from '../config.ts'
import { readSpool } from '../gateway/index.ts'
import { openReservations } from '../limits/index.ts'
import type { DoctorDeps } from '../operations/index.ts'
import { systemClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { readDatabaseFacts, readSecretOwners } from '../platform/db/diagnosis.ts'
import { readMigrations } from '../platform/db/migrate.ts'
import { createVault } from '../platform/vault/vault.ts'

export function depsOfRuntime({ config, clock, database, vault, jobs }: Runtime): DoctorDeps {
  return {
    ...depsOfConfig(config),
    ...depsOfDatabase(database),
    clock,
    openSecret: (owner) => vault.open(database.db, owner),
    reservations: () => openReservations(database.db),
    webhookOrigins: () => listWebhookOrigins(database.db),
    failedJobs: async () => {
      const last = (await jobs.status()).map(({ definition, runs }) => ({ title: definition.title, run: runs[0] }))
      return last.flatMap(({ title, run }) => (run?.state === 'failed' ? [{ title, detail: run.detail }] : []))
    },
  }
}

export function depsWithoutProduct(config: Config, database: Database): DoctorDeps {
  const { masterKey, nextMasterKey, awsEndpointUrl } = config
  const { db } = database
  const vault = createVault({ db, clock: systemClock, masterKey, nextKey: nextMasterKey, awsEndpointUrl })
  return {
    ...depsOfConfig(config),
    ...depsOfDatabase(database),
    clock: systemClock,
    openSecret: (owner) => vault.open(db, owner),
    reservations: null,
    webhookOrigins: () => listWebhookOrigins(db),
    failedJobs: null,
  }
}

export function depsWithoutDatabase(config: Config, reason: unknown): DoctorDeps {
  return {
    ...depsOfConfig(config),
    clock: systemClock,
    databaseKind: config.databaseUrl ? 'postgres' : 'embedded',
    database: () => Promise.reject(reason),
    secretOwners: null,
    openSecret: () => Promise.reject(reason),
    reservations: null,
    webhookOrigins: async () => [],
    failedJobs: null,
  }
}

function depsOfDatabase({ kind, pool }: Database) {
  return {
    databaseKind: kind,
    database: () => readDatabaseFacts(pool),
    secretOwners: () => readSecretOwners(pool),
  }
}

function depsOfConfig({ openaiBaseUrl, smtpUrl, dataDir, spoolMaxMegabytes }: Config) {
  return {
    openaiBaseUrl,
    knownMigrations: async () => (await readMigrations()).map(({ name }) => name),
    verifyMail: smtpUrl ? () => verifyMail(smtpUrl) : null,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(dataDir)
      return bavail * bsize
    },
    spool: async () => ({ ...(await readSpool(dataDir)), maxBytes: spoolMaxMegabytes * 1024 ** 2 }),
  }
}

async function verifyMail(smtpUrl: string): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ ...mailLine(smtpUrl), connectionTimeout: 10_000, greetingTimeout: 10_000 })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}
