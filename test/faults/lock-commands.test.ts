import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'finops-commands-'))
const data = join(folder, 'data')
const program = fileURLToPath(new URL('../../bin/finops.mjs', import.meta.url))
const started: ChildProcess[] = []
let outside: Server
let openaiBaseUrl = ''

beforeAll(async () => {
  outside = createServer((_request, response) => response.writeHead(401).end()).listen(0, '127.0.0.1')
  await once(outside, 'listening')
  const address = outside.address()
  if (typeof address === 'object') openaiBaseUrl = `http://127.0.0.1:${address?.port}/v1`
})
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  outside.close()
  rmSync(folder, { recursive: true, force: true })
})

function start(args: string[], dataDir = data) {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', OPENAI_BASE_URL: openaiBaseUrl }
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env })
  started.push(child)
  return child
}

async function finops(args: string[], given: { stdin?: string; dataDir?: string } = {}) {
  const child = start(args, given.dataDir)
  child.stdin.end(given.stdin ?? '')
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  return { code, stdout, stderr }
}

async function startServer(): Promise<ChildProcess> {
  const child = start(['serve'])
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"msg":"listening"')) break
  }
  child.stdout.resume()
  return child
}

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = await ended
  return code
}

const kim = ['user', 'create', '--email', 'kim@example.com', '--name', '김지은', '--admin']
const lee = ['user', 'create', '--email', 'lee@example.com', '--name', '이지훈']
const stdin = 'a-long-enough-password\n'

test('commands go through the server that owns the data, and find its rows after it was killed', async () => {
  const first = await startServer()
  expect(await finops(kim, { stdin })).toMatchObject({ code: 0, stderr: '' })
  expect(await finops(kim, { stdin })).toMatchObject({ code: 1, stderr: expect.stringContaining('이미 있습니다') })
  expect(await finops(['serve'])).toMatchObject({ code: 1, stderr: expect.stringContaining('먼저 그 서버를 멈춰') })
  expect(await finops(['export', 'costs', '--from', '2026-01-01', '--to', '2026-01-31'])).toMatchObject({
    code: 0,
    stderr: '',
  })
  const examined = await finops(['doctor'])
  expect(examined).toMatchObject({ code: 0, stdout: expect.not.stringContaining('fail') })
  expect((await finops(['backup', 'file.backup'])).stdout).toContain('마스터 키는 들어 있지 않습니다')
  expect(existsSync(join(folder, 'file.backup'))).toBe(true)
  for (const args of [['migrate'], ['restore', 'file.backup'], ['keys', 'abandon', '--yes']]) {
    expect(await finops(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('서버가 실행 중이어서') })
  }
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  expect(await finops(['backup', 'notes.txt'])).toMatchObject({ code: 1, stderr: expect.stringContaining('덮어쓰지') })
  expect(await finops(['backup', 'none/file.backup'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('폴더를 찾지 못했습니다'),
  })
  await stop(first, 'SIGKILL')

  expect(await finops(lee, { stdin })).toMatchObject({ code: 0, stderr: '' })
  expect(await finops(kim, { stdin })).toMatchObject({ code: 1 })
  const second = await startServer()
  expect(await finops(lee, { stdin })).toMatchObject({ code: 1 })
  expect(await stop(second, 'SIGTERM')).toBe(0)
}, 120_000)

test('a backup is restored into an empty folder once, and never over a workspace', async () => {
  const dataDir = join(folder, 'restored')
  expect(await finops(['restore', 'file.backup'], { dataDir })).toMatchObject({ code: 0, stderr: '' })
  expect(await finops(['restore', 'file.backup'], { dataDir })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('바뀐 내용은 없습니다'),
  })
}, 60_000)

test('what cannot be meant is told apart from what failed', async () => {
  expect(await finops(['bogus'])).toMatchObject({ code: 2 })
  expect(await finops(['collect', '--from', 'yesterday'])).toMatchObject({ code: 2 })
  expect(await finops(['export', 'costs', '--from', '2026-02-01', '--to', '2026-01-01'])).toMatchObject({ code: 2 })
  expect(await finops(['serve', '--roles', 'web,gateway'])).toMatchObject({ code: 2 })
  expect(await finops(['serve', '--roles', 'web'])).toMatchObject({ code: 2 })
  expect(await finops(['--help'])).toMatchObject({ code: 0, stderr: '' })
}, 60_000)
