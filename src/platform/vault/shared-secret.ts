import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Vault } from './vault.ts'
import { VaultError } from './vault-error.ts'

const SECRET_LOCK = 7_310_003

/** A random secret that all processes share, made by the first one and sealed like any other. */
export async function sharedSecret({ db, vault }: { db: Db; vault: Vault }, owner: string): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${SECRET_LOCK})`.execute(tx)
    // With half of the secrets readable the product would start and fail piece by piece.
    await vault.check(tx)
    try {
      return await vault.open(tx, owner)
    } catch (error) {
      if (!(error instanceof VaultError) || error.problem !== 'secret-missing') throw error
      const secret = randomBytes(32).toString('base64url')
      await vault.seal(tx, owner, secret)
      return secret
    }
  })
}
