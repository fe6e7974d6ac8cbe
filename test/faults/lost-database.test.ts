import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'finops-lost-'))
const program = fileURLToPath(new URL('../../bin/finops.mjs', import.meta.url))
// Loaded before the program: the signal ends every worker thread, as a crash of the database would.
const crash = `process.on('worker', (worker) => process.on('SIGUSR2', () => worker.terminate()))`
let child: ChildProcess | undefined

afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('a server whose embedded database has died says so and ends, so that it can be started again', async () => {
  const preload = `data:text/javascript,${encodeURIComponent(crash)}`
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: join(folder, 'data'), PORT: '0' }
  const server = spawn(process.execPath, ['--import', preload, program, 'serve'], { cwd: folder, env })
  child = server
  const ended = once(server, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: server.stdout })) {
    lines.push(line)
    if (line.includes('"msg":"listening"')) server.kill('SIGUSR2')
  }
  expect(await ended).toEqual([1, null])
  expect(lines.at(-1)).toMatch(/"level":60.*the embedded database has stopped/)
}, 60_000)
