import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import { Parser } from 'pg-protocol/dist/parser.js'
import type { WorkerInput, WorkerReply } from './embedded-worker.ts'

/** PostgreSQL major of the bundled PGlite; a directory made by another major does not open. */
const EMBEDDED_MAJOR = '18'

// parse, bind, describe, execute and close wait for the sync that follows, so a query costs one round trip to the worker.
const HELD_UNTIL_SYNC = new Set([...'PBDEC'].map((letter) => letter.charCodeAt(0)))

export type Embedded = {
  pool: pg.Pool
  dump(): Promise<Uint8Array>
  close(): Promise<void>
  /** Told when the worker has ended without having been asked to. Nothing is answered from then on. */
  onLost(listener: (error: Error) => void): void
}

export class WrongMajor extends Error {}

/** Opens PGlite in a worker thread behind an ordinary `pg.Pool` of one connection. `image` is a dumped directory to start from. */
export async function openEmbedded(options: { directory: string | null; image?: string }): Promise<Embedded> {
  if (options.directory) prepareDirectory(options.directory)
  const worker = startWorker({ dataDir: options.directory ?? 'memory://', image: options.image ?? null })
  await worker.ready
  let held: Uint8Array[] = []
  const standIn = {
    waitReady: Promise.resolve(),
    async execProtocolStream(message: Uint8Array) {
      held.push(message)
      if (HELD_UNTIL_SYNC.has(message[0] ?? 0)) return []
      const batch = Buffer.concat(held)
      held = []
      const messages: unknown[] = []
      const answer = await worker.ask({ bytes: new Uint8Array(batch) })
      new Parser().parse(Buffer.from(answer), (reply) => messages.push(reply))
      return messages
    },
  }
  const config = createPgConfig(asPglite(standIn))
  const pool = new pg.Pool({ ...config, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 60_000 })
  // Whoever asked is told by the query; a client in use or idle must not end the process besides.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  return {
    pool,
    dump: () => worker.ask({ dump: true }),
    close: async () => {
      await pool.end()
      await worker.close()
    },
    onLost: worker.onLost,
  }
}

// The adapter wants a PGlite but only calls these two members; the 15-second stress test guards this.
function asPglite(standIn: { waitReady: Promise<void>; execProtocolStream: unknown }) {
  return standIn as unknown as Parameters<typeof createPgConfig>[0] & object
}

function prepareDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const versionFile = join(directory, 'PG_VERSION')
  if (!existsSync(versionFile)) return
  const major = readFileSync(versionFile, 'utf8').trim()
  if (major !== EMBEDDED_MAJOR) throw new WrongMajor(major)
}

type Question = { bytes: Uint8Array } | { close: true } | { dump: true }

function startWorker(input: WorkerInput) {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: input, execArgv: [] })
  const waiting = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>()
  const listeners: ((error: Error) => void)[] = []
  let lastId = 0
  let isClosing = false
  let end: Error | null = null
  const wait = (id: number) => new Promise<Uint8Array>((resolve, reject) => waiting.set(id, { resolve, reject }))
  const ended = (error: Error) => {
    if (end) return
    end = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    if (!isClosing) for (const listener of listeners) listener(error)
  }
  worker.on('message', (reply: WorkerReply) => {
    const entry = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) entry?.reject(new Error(reply.error))
    else entry?.resolve(reply.bytes)
  })
  worker.on('error', (error) => ended(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => ended(new Error('the embedded database has stopped')))
  const ask = (question: Question): Promise<Uint8Array> => {
    if (end) return Promise.reject(end)
    lastId += 1
    const answer = wait(lastId)
    worker.postMessage({ id: lastId, ...question })
    return answer
  }
  return {
    ready: wait(0),
    ask,
    onLost: (listener: (error: Error) => void) => void listeners.push(listener),
    close: async () => {
      isClosing = true
      if (!end) await ask({ close: true })
      await worker.terminate()
    },
  }
}
