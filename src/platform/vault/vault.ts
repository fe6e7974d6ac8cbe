import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/database.ts'
import { abandonLost, findLosses, type Losses } from './abandon.ts'
import { encrypt, placeOf } from './envelope.ts'
import { createKeyring } from './keyring.ts'
import type { MasterKeySource } from './master-key.ts'
import { openRow } from './open-row.ts'
import { type RotationOptions, type RotationResult, rotateKeys } from './rotate.ts'
import {
  claimKeyId,
  deleteSecret,
  findSecret,
  insertSecret,
  listKeyIds,
  lockKeyId,
  readKeyId,
  type SecretRow,
} from './store.ts'
import { VaultError } from './vault-error.ts'

export type Vault = {
  /**
   * Encrypts now, which may ask KMS, and hands out what stores it in the caller's transaction, so that none waits for
   * KMS with its locks. Replaces what `owner` (`table:row id`) had.
   */
  prepare(owner: string, plaintext: string): Promise<(tx: Tx) => Promise<void>>
  /** Both at once, in the caller's transaction. */
  seal(tx: Tx, owner: string, plaintext: string): Promise<void>
  open(db: Db, owner: string): Promise<string>
  remove(tx: Tx, owner: string): Promise<void>
  /** Fails with a clear {@link VaultError} when a stored secret needs a key that is not at hand. */
  check(on?: Db): Promise<{ keyId: string }>
  /** Rewraps every data key under a new master key; null: a new key file beside the present one. Can be repeated. */
  rotate(newKey: MasterKeySource | null, options?: RotationOptions): Promise<RotationResult>
  /** What no key at hand opens, while nothing is changed. */
  findLosses(): Promise<Losses>
  /** For a key that is lost for good: removes exactly that and goes on with the configured key. */
  abandonLost(tx: Tx): Promise<{ keyId: string; owners: string[] }>
}

export type VaultDeps = {
  db: Db
  clock: Clock
  masterKey: MasterKeySource
  nextKey?: MasterKeySource | null
  awsEndpointUrl?: string | null
}

export function createVault(deps: VaultDeps): Vault {
  const { db, clock, masterKey, nextKey = null, awsEndpointUrl = null } = deps
  const keyring = createKeyring({ source: masterKey, next: nextKey, awsEndpointUrl })
  const inner = { db, clock, keyring, source: masterKey, awsEndpointUrl }

  async function claim(on: Db): Promise<string> {
    const known = await readKeyId(on)
    if (known) return known
    return claimKeyId(on, (await keyring.current(true)).id, clock.now())
  }

  async function lock(tx: Tx): Promise<string> {
    const locked = await lockKeyId(tx)
    if (locked) return locked
    const claimed = await claim(tx)
    return (await lockKeyId(tx)) ?? claimed
  }

  async function encrypted(keyId: string, owner: string, plaintext: string): Promise<SecretRow> {
    const key = await keyring.find(keyId)
    const id = randomUUID()
    const { plain, wrapped } = await key.newDataKey(placeOf(id, owner))
    const ciphertext = encrypt(plain, Buffer.from(plaintext), placeOf(id, owner))
    plain.fill(0)
    return { id, owner, key_id: keyId, wrapped_key: wrapped, ciphertext }
  }

  return {
    prepare: async (owner, plaintext) => {
      const row = await encrypted(await claim(db), owner, plaintext)
      return async (tx) => {
        const keyId = await lock(tx)
        // A rotation that began in between may have looked for rows of the former key already.
        const current = row.key_id === keyId ? row : await encrypted(keyId, owner, plaintext)
        await insertSecret(tx, current, clock.now())
      }
    },
    seal: async (tx, owner, plaintext) => {
      await insertSecret(tx, await encrypted(await lock(tx), owner, plaintext), clock.now())
    },
    open: async (on, owner) => {
      const row = await findSecret(on, owner)
      if (!row) throw new VaultError('secret-missing', `no secret is stored for ${owner}`)
      return openRow(keyring, row)
    },
    remove: deleteSecret,
    check: async (on = db) => {
      const keyId = await claim(on)
      for (const id of new Set([keyId, ...(await listKeyIds(on))])) await keyring.find(id)
      return { keyId }
    },
    rotate: (newKey, options = {}) => rotateKeys(inner, newKey ?? nextKey, options),
    findLosses: () => findLosses(inner),
    abandonLost: (tx) => abandonLost(inner, tx),
  }
}
