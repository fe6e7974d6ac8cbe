import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KEY_BYTES } from './envelope.ts'
import { formatMasterKey, parseMasterKey } from './master-key.ts'
import { VaultError } from './vault-error.ts'

const READABLE_BY_OTHERS = 0o077

export function nextPath(path: string): string {
  return `${path}.next`
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
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(formatMasterKey(randomBytes(KEY_BYTES)))
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
  const key = await readKeyFile(path)
  if (key === null) throw new VaultError('key-file-unwritable', `${path}: the master key disappeared after writing`)
  return key
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
