import type { Socket } from 'node:net'

/** What travels over the control socket: one byte for the kind, four for the length, then the bytes. */
const KINDS = ['request', 'stdin-wanted', 'stdin', 'stdin-end', 'abort', 'stdout', 'stderr', 'exit'] as const
export type FrameKind = (typeof KINDS)[number]
export type Frame = { kind: FrameKind; bytes: Buffer }

const HEAD_BYTES = 5
const LONGEST_FRAME_BYTES = 16 * 1024 * 1024

export class BrokenFrame extends Error {}

export function encodeFrame(kind: FrameKind, bytes: Uint8Array = new Uint8Array()): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(KINDS.indexOf(kind), 0)
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

/** Calls back when the other side can take more, so that a slow reader slows the writer and memory stays flat. */
export function sendFrame(socket: Socket, kind: FrameKind, bytes?: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(encodeFrame(kind, bytes), (error) => (error ? reject(error) : resolve()))
  })
}

export async function* readFrames(socket: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0)
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const length = rest.length < HEAD_BYTES ? null : rest.readUInt32BE(1)
      if (length !== null && length > LONGEST_FRAME_BYTES) throw new BrokenFrame('too long')
      if (length === null || rest.length < HEAD_BYTES + length) break
      const kind = KINDS[rest.readUInt8(0)]
      if (!kind) throw new BrokenFrame('unknown kind')
      yield { kind, bytes: rest.subarray(HEAD_BYTES, HEAD_BYTES + length) }
      rest = rest.subarray(HEAD_BYTES + length)
    }
  }
}
