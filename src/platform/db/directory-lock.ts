import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { probe, withSocketPath } from './unix-socket.ts'

/**
 * One process owns a data directory: the one that listens on the newest of its sockets `finops.<n>.sock`. The kernel
 * closes a socket with its process, so a dead owner is known at once and a pid that was given anew cannot mislead.
 * The owner's commands come in over the same socket.
 */
export type DirectoryLock = {
  /** Hands over each connection of another process; those that came earlier have waited. */
  onConnection(handle: (socket: Socket) => void): void
  release(): Promise<void>
}

export class DirectoryInUse extends Error {}

const GENERATION = /^finops\.(\d+)\.sock$/
const NEWBORN = /^finops-[0-9a-f]{16}\.sock$/

export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const server = createServer({ allowHalfOpen: true })
  const lock = describe(server)
  const newborn = `finops-${randomBytes(8).toString('hex')}.sock`
  await listen(server, directory, newborn)
  try {
    await takeNextGeneration(directory, newborn)
    return lock
  } catch (error) {
    await lock.release()
    throw error
  } finally {
    remove(directory, newborn)
  }
}

/** A connection to the process that owns the directory, or null when nobody does. */
export async function connectToOwner(directory: string): Promise<Socket | null> {
  const newest = newestGeneration(directory)
  if (newest === 0) return null
  const answer = await probe(directory, fileOf(newest))
  return answer.state === 'alive' ? answer.socket : null
}

/**
 * A socket that already listens is linked to the number after the newest, which only one process can do. The newest file
 * is never removed, not even by its owner: a number that came back would let a slow process believe an old observation.
 */
async function takeNextGeneration(directory: string, newborn: string): Promise<void> {
  for (;;) {
    const newest = newestGeneration(directory)
    if (newest > 0 && (await isAlive(directory, fileOf(newest)))) throw new DirectoryInUse(directory)
    if (!link(directory, newborn, fileOf(newest + 1))) continue
    // Somebody faster may have taken this number, died, and been succeeded, while this process stood still.
    if (newestGeneration(directory) === newest + 1) return sweep(directory, newest)
    remove(directory, fileOf(newest + 1))
  }
}

async function isAlive(directory: string, file: string): Promise<boolean> {
  const answer = await probe(directory, file)
  if (answer.state === 'alive') answer.socket?.destroy()
  return answer.state === 'alive'
}

function newestGeneration(directory: string): number {
  let names: string[] = []
  try {
    names = readdirSync(directory)
  } catch {}
  return Math.max(0, ...names.map((name) => Number(GENERATION.exec(name)?.[1] ?? 0)))
}

function fileOf(generation: number): string {
  return `finops.${generation}.sock`
}

/** False when the number is taken already. */
function link(directory: string, from: string, to: string): boolean {
  try {
    linkSync(join(directory, from), join(directory, to))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function sweep(directory: string, upTo: number): Promise<void> {
  for (const name of readdirSync(directory)) {
    const generation = Number(GENERATION.exec(name)?.[1] ?? Number.POSITIVE_INFINITY)
    if (generation <= upTo) remove(directory, name)
    if (NEWBORN.test(name) && !(await isAlive(directory, name))) remove(directory, name)
  }
}

function remove(directory: string, name: string): void {
  rmSync(join(directory, name), { force: true })
}

function listen(server: Server, directory: string, name: string): Promise<void> {
  return withSocketPath(
    directory,
    name,
    (path) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(path, () => {
          chmodSync(path, 0o600)
          server.off('error', reject)
          resolve()
        })
      }),
  )
}

function describe(server: Server): DirectoryLock {
  const open = new Set<Socket>()
  let waiting: Socket[] = []
  let handle = (socket: Socket): void => void waiting.push(socket)
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    handle(socket)
  })
  return {
    onConnection(next) {
      handle = next
      for (const socket of waiting) next(socket)
      waiting = []
    },
    async release() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
