import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export type SpoolOnDisk = { bytes: number; setAsideBytes: number }

/** What waits in a data directory, whoever's it is; nothing where no gateway has run yet. */
export async function readSpool(dataDir: string): Promise<SpoolOnDisk> {
  const root = join(dataDir, 'spool')
  const found = { bytes: 0, setAsideBytes: 0 }
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.calls')) continue
    const size = await stat(join(entry.parentPath, entry.name)).then(
      (file) => file.size,
      () => 0,
    )
    if (entry.name === 'set-aside.calls') found.setAsideBytes += size
    else found.bytes += size
  }
  return found
}
