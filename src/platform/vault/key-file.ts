import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KEY_BYTES } from './envelope.ts'
import { formatMasterKey, localMasterKey, parseMasterKey } from './master-key.ts'
import { VaultError } from './vault-error.ts'

const READABLE_BY_OTHERS = 0o077

export function nextPath(path: string): string {
  return `${path}.next`
}

/** Where a rotation leaves the key that it replaces, for the backups made until then. */
export function formerPath(path: string, keyId: string): string {
  return `${path}.${keyId.replace(/^local:/, '')}.old`
}

/** Null when there is no such file. A file that others may read is refused: it may have leaked already. */
export async function readKeyFile(path: string): Promise<Buffer | null> {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  if (process.platform !== 'win32' && (found.mode & READABLE_BY_OTHERS) !== 0) {
    throw new VaultError('key-file-open', `${path}: others may read this master key; run "chmod 600 ${path}"`)
  }
  const file = await open(path)
  try {
    return parseMasterKey(await file.readFile('utf8'), path)
  } finally {
    await file.close()
  }
}

/**
 * Creates the file with a new key, or returns the key of whoever created it first. The content is on disk before the
 * name exists, so that a kill in between leaves no half-written key behind.
 */
export async function createKeyFile(path: string): Promise<Buffer> {
  await writeKeyFile(path, randomBytes(KEY_BYTES))
  const key = await readKeyFile(path)
  if (key === null) throw new VaultError('key-file-unwritable', `${path}: the master key disappeared after writing`)
  return key
}

async function writeKeyFile(path: string, key: Buffer): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(formatMasterKey(key))
      await file.sync()
    } finally {
      await file.close()
    }
    await link(draft, path).catch((error: unknown) => nameWithoutLink(error, draft, path))
    await syncFolder(path)
  } catch (error) {
    throw new VaultError('key-file-unwritable', `${path}: cannot write the master key here`, error)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Copies the present key aside. Null when the file holds another key by now: somebody else has rotated. */
export async function keepFormer(path: string, keyId: string): Promise<string | null> {
  const key = await readKeyFile(path)
  if (key === null || localMasterKey(key).id !== keyId) return null
  const kept = formerPath(path, keyId)
  await writeKeyFile(kept, key)
  return kept
}

/** The last step of a rotation: from here on the next key is the key. */
export async function promoteNext(path: string): Promise<void> {
  await rename(nextPath(path), path)
  await syncFolder(path)
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Some file systems know no hard links; there two first starts at once are not told apart. */
async function nameWithoutLink(error: unknown, draft: string, path: string): Promise<void> {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EEXIST') return
  if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
  await rename(draft, path)
}
