import { once } from 'node:events'
import type { Socket } from 'node:net'
import { readFrames, sendFrame } from './frames.ts'
import type { CommandIo, ControlRequest } from './io.ts'

/** Has the process at the other end run a command with our streams. Null when it went away before it was done. */
export async function runThroughOwner(
  socket: Socket,
  request: ControlRequest,
  io: Omit<CommandIo, 'cwd' | 'isTerminal'>,
): Promise<number | null> {
  const abort = () => void sendFrame(socket, 'abort').catch(() => {})
  let isReaderGone = false
  const onStdoutError = () => {
    isReaderGone = true
    socket.destroy()
  }
  io.signal.addEventListener('abort', abort, { once: true })
  io.stdout.once('error', onStdoutError)
  try {
    await sendFrame(socket, 'request', Buffer.from(JSON.stringify(request)))
    if (io.signal.aborted) abort()
    const code = await relay(socket, io)
    return isReaderGone ? 0 : code
  } catch {
    // `| head` has read enough: nothing failed.
    return isReaderGone ? 0 : null
  } finally {
    io.stdout.off('error', onStdoutError)
    io.signal.removeEventListener('abort', abort)
    socket.destroy()
  }
}

async function relay(socket: Socket, io: Pick<CommandIo, 'stdin' | 'stdout' | 'stderr'>): Promise<number | null> {
  for await (const { kind, bytes } of readFrames(socket)) {
    if (kind === 'stdout' && !io.stdout.write(bytes)) await once(io.stdout, 'drain')
    if (kind === 'stderr') io.stderr.write(bytes)
    if (kind === 'stdin-wanted') void sendStdin(socket, io.stdin)
    if (kind === 'exit') return Number(bytes.toString('utf8'))
  }
  return null
}

async function sendStdin(socket: Socket, stdin: AsyncIterable<Uint8Array | string>): Promise<void> {
  try {
    for await (const chunk of stdin) await sendFrame(socket, 'stdin', Buffer.from(chunk))
    await sendFrame(socket, 'stdin-end')
  } catch {
    socket.destroy()
  }
}
