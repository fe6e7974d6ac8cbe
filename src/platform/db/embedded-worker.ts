import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

/** Owns the embedded database and answers raw protocol bytes, one request at a time, so that a slow query never stalls the server. */
export type WorkerRequest = { id: number; bytes: Uint8Array } | { id: number; close: true } | { id: number; dump: true }
export type WorkerReply = { id: number; bytes: Uint8Array } | { id: number; error: string }
export type WorkerInput = { dataDir: string; image: string | null }

if (!parentPort) throw new Error('embedded-worker runs in a worker thread')
const port = parentPort
const input: WorkerInput = workerData

const database = await PGlite.create({
  dataDir: input.dataDir,
  ...(input.image ? { loadDataDir: new Blob([new Uint8Array(await readFile(input.image))]) } : {}),
})
port.postMessage({ id: 0, bytes: new Uint8Array() } satisfies WorkerReply)

let last: Promise<void> = Promise.resolve()
port.on('message', (request: WorkerRequest) => {
  last = last.then(() => answer(request))
})

async function answer(request: WorkerRequest): Promise<void> {
  try {
    const bytes = await run(request)
    port.postMessage({ id: request.id, bytes } satisfies WorkerReply)
  } catch (error) {
    port.postMessage({ id: request.id, error: String(error) } satisfies WorkerReply)
  }
}

async function run(request: WorkerRequest): Promise<Uint8Array> {
  if ('bytes' in request) return database.execProtocolRaw(request.bytes, { throwOnError: false })
  if ('dump' in request) return new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer())
  await database.close()
  return new Uint8Array()
}
