import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedDatabase } from '../../src/platform/db/database.ts'
import { DirectoryInUse, lockDirectory } from '../../src/platform/db/directory-lock.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'finops-kill-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Runs a writer until it has acknowledged `count` numbers, kills it in the middle of its work, and returns the last one it said. */
async function writeUntilKilled(count: number): Promise<number> {
  const program = fileURLToPath(new URL('./lock-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let acknowledged = 0
  let last = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged += 1
    last = Number(line)
    if (acknowledged === 1) await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse)
    if (acknowledged === count) child.kill('SIGKILL')
  }
  await ended
  return last
}

test('an owner killed with SIGKILL leaves a directory that opens at once, with every acknowledged row', async () => {
  for (const count of [120, 60]) {
    const last = await writeUntilKilled(count)
    const lock = await lockDirectory(directory)
    const database = await openEmbeddedDatabase({ directory: join(directory, 'db') })
    const { rows } = await database.pool.query('select count(*) as rows, max(n) as last from numbers')
    await database.close()
    await lock.release()
    expect(rows[0].last).toBeGreaterThanOrEqual(last)
    expect(rows[0].rows).toBe(rows[0].last)
  }
}, 90_000)
