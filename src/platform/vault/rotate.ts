import type { Clock } from '../clock.ts'
import type { Db } from '../db/database.ts'
import { placeOf } from './envelope.ts'
import { createKeyFile, keepFormer, nextPath, promoteNext } from './key-file.ts'
import { isFile, type Keyring, loadMasterKey } from './keyring.ts'
import { localMasterKey, type MasterKey, type MasterKeySource } from './master-key.ts'
import { countOtherKeys, listOtherKeys, readKeyId, rewrapSecret, type SecretRow, switchKeyId } from './store.ts'
import { VaultError } from './vault-error.ts'

export type RotationOptions = {
  batchSize?: number
  /** After each committed batch. Throwing stops the rotation there; calling it again goes on. */
  onProgress?: (progress: { done: number; total: number }) => void
}
export type RotationResult = {
  keyId: string
  /** Whatever was backed up before opens with this one only. */
  formerKeyId: string
  /** Where the former key lies now; null for keys that are no files. */
  formerFile: string | null
  rewrapped: number
}

type Deps = { db: Db; clock: Clock; keyring: Keyring; source: MasterKeySource; awsEndpointUrl: string | null }

/**
 * New secrets go under the new key first, then data keys follow batch by batch; secrets themselves are not touched. A key
 * file is promoted last. Killed anywhere in between, every secret stays readable, since both keys are still known.
 */
export async function rotateKeys(
  deps: Deps,
  newKey: MasterKeySource | null,
  options: RotationOptions,
): Promise<RotationResult> {
  const { db, clock, keyring } = deps
  const former = await keyring.current((await readKeyId(db)) === null)
  const target = await targetKey(deps, newKey, former)
  keyring.add(target)
  await switchKeyId(db, target.id, clock.now())
  const total = await countOtherKeys(db, target.id)
  let done = 0
  for (;;) {
    const batch = await listOtherKeys(db, target.id, options.batchSize ?? 50)
    if (batch.length === 0) break
    await rewrapBatch(deps, target, batch)
    done += batch.length
    options.onProgress?.({ done, total: Math.max(total, done) })
  }
  const formerFile =
    newKey === null && isFile(deps.source) ? await promote(deps.source.path, former, target, keyring) : null
  return { keyId: target.id, formerKeyId: former.id, formerFile, rewrapped: done }
}

async function promote(path: string, former: MasterKey, target: MasterKey, keyring: Keyring): Promise<string | null> {
  const kept = await keepFormer(path, former.id)
  await promoteNext(path).catch(async (error: unknown) => {
    // Somebody else finished the same rotation first.
    if ((await keyring.current(false)).id !== target.id) throw error
  })
  return kept
}

async function targetKey(deps: Deps, newKey: MasterKeySource | null, former: MasterKey): Promise<MasterKey> {
  const { source, awsEndpointUrl } = deps
  if (newKey === null) {
    if (isFile(source)) return localMasterKey(await createKeyFile(nextPath(source.path)))
    throw new VaultError(
      'new-key-needed',
      'a rotation needs the new master key: set MASTER_KEY_NEXT or KMS_KEY_ID_NEXT',
    )
  }
  const target = await loadMasterKey(newKey, { awsEndpointUrl, mayCreate: true })
  if (target.id === former.id) throw new VaultError('same-key', 'the new master key is the present one')
  return target
}

async function rewrapBatch(deps: Deps, target: MasterKey, batch: readonly SecretRow[]): Promise<void> {
  const rewrapped: { row: SecretRow; wrappedKey: Buffer }[] = []
  for (const row of batch) {
    const place = placeOf(row.id, row.owner)
    const plain = await (await deps.keyring.find(row.key_id)).unwrap(row.wrapped_key, place)
    rewrapped.push({ row, wrappedKey: await target.wrap(plain, place) })
    plain.fill(0)
  }
  await deps.db.transaction().execute(async (tx) => {
    for (const { row, wrappedKey } of rewrapped) {
      await rewrapSecret(tx, row, { keyId: target.id, wrappedKey }, deps.clock.now())
    }
  })
}
