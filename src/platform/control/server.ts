import type { Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type FrameKind, readFrames, sendFrame } from './frames.ts'
import { type CommandIo, type ControlRequest, parseRequest } from './io.ts'

/** Runs a command inside this process and answers its exit code. */
export type RunCommand = (request: ControlRequest, io: CommandIo) => Promise<number>

/** Answers one connection of the control socket: one command, its streams, its exit code. Ends with the command. */
export async function answerControl(socket: Socket, run: RunCommand): Promise<void> {
  const abort = new AbortController()
  socket.once('close', () => abort.abort())
  const stdin = stdinFrom(socket)
  let running: Promise<void> | undefined
  try {
    for await (const { kind, bytes } of readFrames(socket)) {
      if (kind === 'request') running ??= start(socket, bytes, stdin, abort, run)
      if (kind === 'abort') abort.abort()
      else if (kind === 'stdin') stdin.push(Buffer.from(bytes))
      else if (kind === 'stdin-end') stdin.push(null)
    }
  } catch {
    // The caller went away or sent rubbish; its command is aborted and nobody is left to be told.
    socket.destroy()
  }
  abort.abort()
  if (running) await running
  else socket.destroy()
}

async function start(socket: Socket, bytes: Buffer, stdin: Readable, abort: AbortController, run: RunCommand) {
  const request = parseRequest(bytes)
  const [stdout, stderr] = [writerTo(socket, 'stdout', abort), writerTo(socket, 'stderr', abort)]
  const { signal } = abort
  const { isTerminal, cwd } = request ?? { isTerminal: false, cwd: '/' }
  const code = request ? await run(request, { stdin, stdout, stderr, isTerminal, cwd, signal }).catch(() => 1) : 2
  // What the command wrote without waiting goes out before its exit code.
  await Promise.all([flush(stdout), flush(stderr)])
  await sendFrame(socket, 'exit', Buffer.from(String(code))).catch(() => {})
  socket.end()
}

/** Asks for the caller's input only when the command reads it: most never do, and a terminal would wait for a person. */
function stdinFrom(socket: Socket): Readable {
  let asked = false
  return new Readable({
    read() {
      if (asked) return
      asked = true
      sendFrame(socket, 'stdin-wanted').catch(() => this.push(null))
    },
  })
}

function writerTo(socket: Socket, kind: FrameKind, abort: AbortController): Writable {
  const writer = new Writable({
    write(chunk: Buffer, _encoding, done) {
      sendFrame(socket, kind, chunk).then(() => done(), done)
    },
  })
  // The caller is gone: its command must learn it, and this server must not fall over it.
  return writer.on('error', () => abort.abort())
}

async function flush(writer: Writable): Promise<void> {
  writer.end()
  await finished(writer).catch(() => {})
}
