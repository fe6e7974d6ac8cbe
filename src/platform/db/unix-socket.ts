import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `sun_path` holds 108 bytes on Linux and 104 on macOS. */
const LONGEST_PATH_BYTES = 100

/** Runs `use` with a path to `directory/name` that fits a socket address: through a short link where the real one is too long. */
export async function withSocketPath<Result>(
  directory: string,
  name: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = join(directory, name)
  if (Buffer.byteLength(path) <= LONGEST_PATH_BYTES) return use(path)
  const folder = mkdtempSync(join(tmpdir(), 'finops-'))
  try {
    symlinkSync(directory, join(folder, 'd'))
    return await use(join(folder, 'd', name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type Probe = { state: 'dead' } | { state: 'alive'; socket: Socket | null }

/** Whether a process listens there. One that we may not ask, or that is too busy to accept, lives. */
export function probe(directory: string, name: string): Promise<Probe> {
  return withSocketPath(
    directory,
    name,
    (path) =>
      new Promise((resolve) => {
        const socket = connect({ path, allowHalfOpen: true })
        socket.once('connect', () => {
          socket.removeAllListeners('error')
          resolve({ state: 'alive', socket })
        })
        socket.once('error', (error) => {
          socket.destroy()
          const dead = 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT')
          resolve(dead ? { state: 'dead' } : { state: 'alive', socket: null })
        })
      }),
  )
}
