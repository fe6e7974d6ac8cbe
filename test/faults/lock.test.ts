import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectToOwner, DirectoryInUse, lockDirectory } from '../../src/platform/db/directory-lock.ts'

let directory: string
let children: ChildProcess[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'finops-lock-'))
})
afterEach(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGKILL')))
  children = []
  rmSync(directory, { recursive: true, force: true })
})

type Contender = { child: ChildProcess; answer(): Promise<string> }

async function startContender(): Promise<Contender> {
  const program = fileURLToPath(new URL('./lock-child.ts', import.meta.url))
  const child = spawn(process.execPath, [program, directory], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => String((await lines.next()).value)
  expect(await answer()).toBe('ready')
  return { child, answer }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

test('a second owner is refused while the first lives, and welcome after it let go', async () => {
  const first = await lockDirectory(directory)
  await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse)
  await first.release()
  const second = await lockDirectory(directory)
  await second.release()
})

test('of many processes that race for the lock of a killed owner exactly one wins, every time', async () => {
  for (let round = 0; round < 4; round += 1) {
    const contenders = await Promise.all(Array.from({ length: 10 }, startContender))
    for (const { child } of contenders) child.stdin?.write('go\n')
    const answers = await Promise.all(contenders.map(({ answer }) => answer()))
    expect(answers.toSorted()).toEqual(['owner', ...Array.from({ length: 9 }, () => 'refused')])
    // All are killed, the owner among them: the next round starts from a stale lock.
    await Promise.all(contenders.map(({ child }) => end(child, 'SIGKILL')))
  }
})

test('within one process a stale lock has one heir too', async () => {
  await (await lockDirectory(directory)).release()
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)))
  const owners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  expect(owners).toHaveLength(1)
  for (const { value } of owners) await value.release()
})

test('the socket is for its owner only, also where the path is too long for a socket address', async () => {
  const deep = join(directory, 'a'.repeat(90), 'b'.repeat(90))
  const lock = await lockDirectory(deep)
  expect(statSync(join(deep, 'finops.1.sock')).mode & 0o777).toBe(0o600)
  await expect(lockDirectory(deep)).rejects.toThrow(DirectoryInUse)
  const received = new Promise<string>((resolve) =>
    lock.onConnection((socket) => socket.once('data', (bytes) => resolve(String(bytes)))),
  )
  const socket = await connectToOwner(deep)
  socket?.write('hello')
  expect(await received).toBe('hello')
  socket?.destroy()
  await lock.release()
})

test('nobody answers where nobody owns', async () => {
  expect(await connectToOwner(directory)).toBeNull()
  await (await lockDirectory(directory)).release()
  expect(await connectToOwner(directory)).toBeNull()
})
