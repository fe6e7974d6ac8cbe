import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/database.ts'
import { nextPath, readKeyFile } from './key-file.ts'
import { isFile, type Keyring, loadMasterKey } from './keyring.ts'
import type { MasterKeySource } from './master-key.ts'
import { openRow } from './open-row.ts'
import { deleteSecretRow, listSecrets, readKeyId, type SecretRow, switchKeyId } from './store.ts'
import { VaultError, type VaultProblem } from './vault-error.ts'

/** What no key at hand opens. */
export type Losses = {
  /** The owners of these secrets. */
  owners: string[]
  /** The keys that they would need. */
  keyIds: string[]
  total: number
}

type Deps = { db: Db; clock: Clock; keyring: Keyring; source: MasterKeySource; awsEndpointUrl: string | null }

/** A service that does not answer, or a file that must not be read like this, is no loss: it ends with that problem. */
const LOST: readonly VaultProblem[] = ['wrong-master-key', 'key-file-missing', 'secret-damaged']

export async function findLosses(deps: Deps): Promise<Losses> {
  const { rows, total } = await findLostRows(deps)
  const stateKeyId = await readKeyId(deps.db)
  const lostState = stateKeyId && !(await isKnown(deps, stateKeyId)) ? [stateKeyId] : []
  const keyIds = new Set([...rows.map((row) => row.key_id), ...lostState])
  return { owners: rows.map(({ owner }) => owner), keyIds: [...keyIds], total }
}

/**
 * Removes what no key at hand opens and goes on with the configured key, which is made where it is a file that the product
 * makes itself. Part of the caller's transaction, who settles what the owners are now without. Answers with the key.
 */
export async function abandonLost(deps: Deps, tx: Tx): Promise<{ keyId: string; owners: string[] }> {
  const onTx = { ...deps, db: tx }
  const { rows } = await findLostRows(onTx)
  for (const row of rows) await deleteSecretRow(tx, row)
  const present = await readKeyId(tx)
  if (present && (await isKnown(deps, present))) return { keyId: present, owners: ownersOf(rows) }
  const key = await loadMasterKey(deps.source, { ...deps, mayCreate: true })
  deps.keyring.add(key)
  await switchKeyId(tx, key.id, deps.clock.now())
  return { keyId: key.id, owners: ownersOf(rows) }
}

async function findLostRows(deps: Deps): Promise<{ rows: SecretRow[]; total: number }> {
  await refuseUnfinishedRotation(deps.source)
  const all = await listSecrets(deps.db)
  const rows: SecretRow[] = []
  for (const row of all) if (await isLost(openRow(deps.keyring, row))) rows.push(row)
  return { rows, total: all.length }
}

async function isKnown({ keyring }: Deps, keyId: string): Promise<boolean> {
  return !(await isLost(keyring.find(keyId)))
}

async function isLost(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return false
  } catch (error) {
    if (error instanceof VaultError && LOST.includes(error.problem)) return true
    throw error
  }
}

/** The key that the secrets were moved to may be there, under the name it has until a rotation ends. */
async function refuseUnfinishedRotation(source: MasterKeySource): Promise<void> {
  if (!isFile(source) || (await readKeyFile(source.path)) || !(await readKeyFile(nextPath(source.path)))) return
  throw new VaultError(
    'rotation-unfinished',
    `${source.path} is missing, ${nextPath(source.path)} is there: rename it to ${source.path}`,
  )
}

function ownersOf(rows: readonly SecretRow[]): string[] {
  return rows.map(({ owner }) => owner)
}
