import { createKeyFile, formerPath, nextPath, readKeyFile } from './key-file.ts'
import { isKmsId, kmsKeyIdOf, kmsMasterKey } from './kms-key.ts'
import { localMasterKey, type MasterKey, type MasterKeySource, parseMasterKey } from './master-key.ts'
import { VaultError } from './vault-error.ts'

/** Every master key this process may read with. Two of them while a rotation is under way, or was left half-way. */
export type Keyring = {
  /** The configured key. `mayCreate` only where nothing was ever sealed: a lost key must not be replaced silently. */
  current(mayCreate: boolean): Promise<MasterKey>
  find(id: string): Promise<MasterKey>
  add(key: MasterKey): void
}

export type KeyringOptions = {
  source: MasterKeySource
  /** For `variable` and `kms`: the key that a rotation moves to, until it is done. */
  next: MasterKeySource | null
  awsEndpointUrl: string | null
}

export function createKeyring(options: KeyringOptions): Keyring {
  const known = new Map<string, MasterKey>()
  const add = (key: MasterKey) => {
    known.set(key.id, key)
    return key
  }

  async function current(mayCreate: boolean): Promise<MasterKey> {
    return add(await loadMasterKey(options.source, { ...options, mayCreate }))
  }

  /** Another process may have rotated since we last looked, so files are read again before giving up. */
  async function reload(): Promise<void> {
    await current(false)
    if (options.next) add(await loadMasterKey(options.next, { ...options, mayCreate: false }))
    const { source } = options
    const next = isFile(source) ? await readKeyFile(nextPath(source.path)) : null
    if (next) add(localMasterKey(next))
  }

  /** Only named, never used: secrets must not go on under a key that a rotation has put away. */
  async function kept(id: string): Promise<string> {
    const { source } = options
    if (!isFile(source)) return ''
    const path = formerPath(source.path, id)
    const found = await readKeyFile(path).catch(() => null)
    return found ? `; that key is kept in ${path}: copy it to ${source.path}` : ''
  }

  return {
    current,
    add,
    find: async (id) => {
      if (isKmsId(id) && usesKms(options))
        return known.get(id) ?? add(kmsMasterKey(kmsKeyIdOf(id), options.awsEndpointUrl))
      if (!known.has(id)) await reload()
      const key = known.get(id)
      if (key) return key
      throw new VaultError(
        'wrong-master-key',
        `wrong master key: the stored secrets need key ${id}, the configured one is ${[...known.keys()].join(', ')}${await kept(id)}`,
      )
    },
  }
}

export async function loadMasterKey(
  source: MasterKeySource,
  options: { awsEndpointUrl: string | null; mayCreate: boolean },
): Promise<MasterKey> {
  if (source.from === 'kms') return kmsMasterKey(source.keyId, options.awsEndpointUrl)
  if (source.from === 'variable') return localMasterKey(parseMasterKey(source.value, 'MASTER_KEY'))
  const bytes = await readKeyFile(source.path)
  if (bytes) return localMasterKey(bytes)
  if (source.from === 'generated' && options.mayCreate) return localMasterKey(await createKeyFile(source.path))
  throw new VaultError('key-file-missing', `${source.path}: the master key file is missing; put it back from its copy`)
}

export function isFile(source: MasterKeySource): source is Extract<MasterKeySource, { path: string }> {
  return source.from === 'file' || source.from === 'generated'
}

function usesKms(options: KeyringOptions): boolean {
  return options.source.from === 'kms' || options.next?.from === 'kms'
}
