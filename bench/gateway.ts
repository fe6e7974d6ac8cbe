import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Child, startChild } from './support/child.ts'
import { median, ratio, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const FULL = { rounds: 3, seconds: 4, pacedSeconds: 3, streamsPerSecond: 20, memoryCalls: 200_000 }
const QUICK = { rounds: 1, seconds: 2, pacedSeconds: 3, streamsPerSecond: 20, memoryCalls: 10_000 }
const CONNECTIONS = 32
const PER_SECOND = 200
const TARGETS = { ofBare: 0.6, timesPortkey: 6, addedP50Ms: 1, addedFirstChunkMs: 1 }

const Throughput = z.object({ perSecond: z.number(), answered: z.int(), failed: z.int() })
const Latency = z.object({ p50: z.number(), p99: z.number(), count: z.int(), failed: z.int() })
const Figures = z.object({ waiting: z.int(), notKept: z.int(), rssMegabytes: z.int(), processorSeconds: z.number() })

type Way = { name: string; url: string; path: string; headers: Record<string, string> }
type Size = typeof FULL

/**
 * Everything on (keys, context, metering, spool, hand-over to PostgreSQL) beside nothing, the least, and a well-known one;
 * in the end with a hard limit, which asks the database before each call.
 */
export async function gateway(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const postgres = await startPostgres()
  const script = (name: string) => new URL(`./gateway/${name}-process.ts`, import.meta.url)
  const upstream = startChild(script('upstream'))
  const bare = startChild(script('bare'))
  const load = startChild(script('load'))
  const upstreamUrl = await upstream.ask(z.string(), 'start')
  const bareUrl = await bare.ask(z.string(), 'start', upstreamUrl)
  const ours = startChild(script('gateway'), {
    DATA_DIR: folder,
    PORT: '0',
    DATABASE_URL: await postgres.createDatabase(),
    OPENAI_BASE_URL: `${upstreamUrl}/v1`,
  })
  const portkey = await startPortkey()
  try {
    const started = await ours.ask(z.object({ url: z.string(), key: z.string() }), 'start')
    const json = { 'content-type': 'application/json' }
    const plain = { ...json, authorization: 'Bearer sk-bench-key-0000000000' }
    const context = { 'x-finops-task': 'ad-copy', 'x-finops-user': 'user-17', 'x-finops-intent': 'write' }
    const customHost = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${upstreamUrl}/v1` }
    const ways: Way[] = [
      { name: 'direct', url: upstreamUrl, path: '/v1/chat/completions', headers: plain },
      { name: 'bare', url: bareUrl, path: '/v1/chat/completions', headers: plain },
      {
        name: 'finops',
        url: started.url,
        path: '/openai/v1/chat/completions',
        headers: { ...json, authorization: `Bearer ${started.key}`, ...context },
      },
      { name: 'portkey', url: portkey.url, path: '/v1/chat/completions', headers: { ...plain, ...customHost } },
    ]
    const requests = await compare(load, ways, size)
    const latency = await pace(load, ways, { ...size, perSecond: PER_SECOND, streams: false })
    const firstChunk = await pace(load, ways, { ...size, perSecond: size.streamsPerSecond, streams: true })
    const memory = await fill(load, ours, ways[2], size.memoryCalls)
    await ours.ask(z.boolean(), 'limit')
    const limited = ways.filter(({ name }) => name === 'direct' || name === 'finops')
    const hardLimit = {
      perSecond: (await load.ask(Throughput, 'full', { ...ways[2], connections: CONNECTIONS, seconds: size.seconds }))
        .perSecond,
      latencyMs: await pace(load, limited, { ...size, perSecond: PER_SECOND, streams: false }),
    }
    return {
      connections: CONNECTIONS,
      targets: TARGETS,
      requests,
      latencyMs: latency,
      firstChunkMs: firstChunk,
      memory,
      hardLimit,
    }
  } finally {
    portkey.stop()
    await Promise.all([load.stop(), ours.stop(), bare.stop(), upstream.stop()])
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In turns, so that a busy moment of the machine does not fall on one of them alone. */
async function compare(load: Child, ways: readonly Way[], { rounds, seconds }: Size) {
  const perSecond = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  let failed = 0
  for (const way of ways) await load.ask(Throughput, 'full', { ...way, connections: CONNECTIONS, seconds: 1 })
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      const got = await load.ask(Throughput, 'full', { ...way, connections: CONNECTIONS, seconds })
      perSecond.get(way.name)?.push(got.perSecond)
      failed += got.failed
    }
  }
  const of = (name: string) => median(perSecond.get(name) ?? [])
  const figures = Object.fromEntries(ways.map(({ name }) => [name, of(name)]))
  say(`requests/s: ${JSON.stringify(figures)}`)
  return {
    perSecond: figures,
    failed,
    ofBare: ratio(of('finops'), of('bare')),
    timesPortkey: ratio(of('finops'), of('portkey')),
  }
}

async function pace(
  load: Child,
  ways: readonly Way[],
  { pacedSeconds, rounds, perSecond, streams }: Size & { perSecond: number; streams: boolean },
) {
  const seen = new Map<string, { p50: number[]; p99: number[] }>(ways.map(({ name }) => [name, { p50: [], p99: [] }]))
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      const { p50, p99, failed } = await load.ask(Latency, 'paced', {
        ...way,
        perSecond,
        seconds: pacedSeconds,
        streams,
      })
      if (failed > 0) say(`${way.name}: ${failed} failed`)
      seen.get(way.name)?.p50.push(p50)
      seen.get(way.name)?.p99.push(p99)
    }
  }
  const of = (name: string, part: 'p50' | 'p99') => median(seen.get(name)?.[part] ?? []) ?? 0
  const figures = Object.fromEntries(
    ways.map(({ name }) => [
      name,
      {
        p50: of(name, 'p50'),
        p99: of(name, 'p99'),
        addedP50: rounded(of(name, 'p50') - of('direct', 'p50'), 3),
        addedP99: rounded(of(name, 'p99') - of('direct', 'p99'), 3),
      },
    ]),
  )
  say(`${streams ? 'first chunk' : 'latency'} ms: ${JSON.stringify(figures)}`)
  return { perSecond, ...figures }
}

/** Whether memory grows with calls, and whether all of them arrive. */
async function fill(load: Child, ours: Child, way: Way | undefined, calls: number) {
  const steps = 5
  const megabytes: number[] = []
  const before = await ours.ask(z.int(), 'stored', 0)
  let answered = 0
  for (let step = 0; step < steps; step += 1) {
    const got = await load.ask(Throughput, 'full', { ...way, connections: CONNECTIONS, amount: calls / steps })
    answered += got.answered
    const { rssMegabytes } = await ours.ask(Figures, 'figures')
    megabytes.push(rssMegabytes)
  }
  const stored = (await ours.ask(z.int(), 'stored', before + answered)) - before
  const { notKept } = await ours.ask(Figures, 'figures')
  say(`memory: ${megabytes.join(', ')} MB; ${stored} of ${answered} calls stored`)
  return { calls: answered, stored, notKept, megabytesAfterEachFifth: megabytes, peakMegabytes: ours.peakMegabytes() }
}

async function startPortkey(): Promise<{ url: string; stop(): void }> {
  const port = await freePort()
  const entry = fileURLToPath(new URL('../node_modules/@portkey-ai/gateway/build/start-server.js', import.meta.url))
  const child = spawn(process.execPath, [entry, `--port=${port}`, '--headless'], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(url).catch(() => null)
    if (answer) return { url, stop: () => void child.kill() }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill()
  throw new Error('@portkey-ai/gateway did not start')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
