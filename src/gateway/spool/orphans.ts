import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DirectoryInUse, lockDirectory } from '../../platform/db/directory-lock.ts'
import type { HandOver } from './hand-over.ts'
import { decodeLines } from './line.ts'

const BATCH = 1_000

export type Adopted = { calls: number; damaged: number }

/**
 * What processes left behind that have ended. A directory belongs to whoever holds its lock, which ends with its process;
 * so only one adopts it, and never the directory of one that lives.
 */
export async function adoptOrphans(root: string, own: string, handOver: HandOver): Promise<Adopted> {
  const adopted = { calls: 0, damaged: 0 }
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === own) continue
    const directory = join(root, entry.name)
    const lock = await lockDirectory(directory).catch((error: unknown) => {
      if (error instanceof DirectoryInUse) return null
      throw error
    })
    if (!lock) continue
    try {
      const found = await adopt(directory, handOver)
      adopted.calls += found.calls
      adopted.damaged += found.damaged
      await rm(directory, { recursive: true, force: true })
    } finally {
      await lock.release()
    }
  }
  return adopted
}

async function adopt(directory: string, handOver: HandOver): Promise<Adopted> {
  const adopted = { calls: 0, damaged: 0 }
  for (const name of await segmentsOf(directory)) {
    const path = join(directory, name)
    const { records, unread } = decodeLines(await readFile(path, 'utf8'))
    for (let from = 0; from < records.length; from += BATCH) {
      await handOver.give(records.slice(from, from + BATCH), true)
    }
    await handOver.keepUnread(unread)
    await rm(path, { force: true })
    adopted.calls += records.length
    adopted.damaged += unread.length
  }
  return adopted
}

/** Of directories that are not ours; those of other living processes count as well, since the disk is one. */
export async function otherBytes(root: string, own: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === own) continue
    const directory = join(root, entry.name)
    for (const name of await segmentsOf(directory).catch(() => [])) {
      bytes += await stat(join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      )
    }
  }
  return bytes
}

async function segmentsOf(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.endsWith('.calls')).sort()
}
