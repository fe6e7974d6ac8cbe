import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectToOwner, type DirectoryLock, lockDirectory } from '../db/directory-lock.ts'
import { runThroughOwner } from './client.ts'
import { encodeFrame } from './frames.ts'
import { answerControl, type RunCommand } from './server.ts'

let directory: string
let lock: DirectoryLock
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'finops-control-'))
  lock = await lockDirectory(directory)
})
afterEach(async () => {
  await lock.release()
  rmSync(directory, { recursive: true, force: true })
})

function untilAborted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(1), { once: true }))
}

async function call(run: RunCommand, given: { stdin?: Readable; stdout?: Writable; signal?: AbortSignal } = {}) {
  lock.onConnection((socket) => void answerControl(socket, run))
  const socket = await connectToOwner(directory)
  if (!socket) throw new Error('no owner')
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const written = Promise.all([text(stdout), text(stderr)])
  const code = await runThroughOwner(
    socket,
    { argv: ['doctor'], cwd: '/somewhere', isTerminal: false },
    {
      stdin: given.stdin ?? Readable.from([]),
      stdout: given.stdout ?? stdout,
      stderr,
      signal: given.signal ?? new AbortController().signal,
    },
  )
  stdout.end()
  stderr.end()
  const [out, problems] = await written
  return { code, stdout: out, stderr: problems }
}

test('a command runs in the owner with the words, folder, streams and exit code of its caller', async () => {
  const answer = await call(
    async ({ argv, cwd }, io) => {
      io.stdout.write(`${argv.join(' ')} in ${cwd}: ${await text(io.stdin)}`)
      io.stderr.write('careful')
      return 1
    },
    { stdin: Readable.from(['비밀', '번호']) },
  )
  expect(answer).toEqual({ code: 1, stdout: 'doctor in /somewhere: 비밀번호', stderr: 'careful' })
})

test('input that a command does not read is not waited for', async () => {
  const endless = new Readable({ read() {} })
  expect((await call(async () => 0, { stdin: endless })).code).toBe(0)
})

test('Ctrl-C at the caller aborts the command in the owner', async () => {
  const abort = new AbortController()
  const answer = await call(
    (_request, io) => {
      queueMicrotask(() => abort.abort())
      return untilAborted(io.signal)
    },
    { signal: abort.signal },
  )
  expect(answer.code).toBe(1)
})

test('a command whose caller is gone is aborted', async () => {
  const aborted = new Promise<void>((resolve) => {
    lock.onConnection(
      (socket) => void answerControl(socket, (_request, io) => untilAborted(io.signal).finally(resolve)),
    )
  })
  const socket = await connectToOwner(directory)
  const request = encodeFrame('request', Buffer.from('{"argv":[],"cwd":"/","isTerminal":false}'))
  socket?.write(request, () => socket.destroy())
  await aborted
})

test('a slow reader slows the command down instead of filling the memory', async () => {
  let written = 0
  let read = 0
  let furthest = 0
  const slow = new Writable({
    highWaterMark: 1024,
    write(chunk: Buffer, _encoding, done) {
      read += chunk.length
      setImmediate(done)
    },
  })
  const answer = await call(
    async (_request, io) => {
      for (let index = 0; index < 400; index += 1) {
        await new Promise((resolve) => io.stdout.write(Buffer.alloc(65_536), resolve))
        written += 65_536
        furthest = Math.max(furthest, written - read)
      }
      return 0
    },
    { stdout: slow },
  )
  expect(answer.code).toBe(0)
  expect(furthest).toBeLessThan(4 * 1024 * 1024)
})

test('what a command wrote without waiting arrives whole, before its exit code', async () => {
  const lines = Array.from({ length: 500 }, (_, index) => `${index}: ${'가'.repeat(100)}\n`)
  const answer = await call(
    async (_request, io) => {
      for (const line of lines) io.stdout.write(line)
      return 0
    },
    { stdin: Readable.from([]) },
  )
  expect(answer).toMatchObject({ code: 0, stdout: lines.join('') })
})

test('a command that goes on writing after its caller left does the owner no harm', async () => {
  const ended = new Promise<void>((resolve) => {
    lock.onConnection(
      (socket) =>
        void answerControl(socket, async (_request, io) => {
          await untilAborted(io.signal)
          for (let index = 0; index < 100; index += 1) io.stdout.write('nobody listens')
          return 0
        }).then(resolve),
    )
  })
  const socket = await connectToOwner(directory)
  const request = encodeFrame('request', Buffer.from('{"argv":[],"cwd":"/","isTerminal":false}'))
  socket?.write(request, () => socket.destroy())
  await ended
})

test('a reader that has seen enough (`| head`) is no failure', async () => {
  const head = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  })
  head.on('error', () => {})
  const answer = await call(
    async (_request, io) => {
      while (!io.signal.aborted) await new Promise((resolve) => io.stdout.write(Buffer.alloc(65_536), resolve))
      return 1
    },
    { stdout: head },
  )
  expect(answer.code).toBe(0)
})

test('an owner that dies in the middle is told apart from an exit code', async () => {
  const answer = await call(async () => {
    await lock.release()
    return 0
  })
  expect(answer.code).toBeNull()
})

test('rubbish on the socket ends the connection and nothing else', async () => {
  lock.onConnection((socket) => void answerControl(socket, async () => 0))
  const socket = await connectToOwner(directory)
  if (!socket) throw new Error('no owner')
  socket.resume().end('GET / HTTP/1.1\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  expect((await call(async () => 0)).code).toBe(0)
})
