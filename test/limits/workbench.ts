import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Pool } from 'undici'
import { composeGateway } from '../../src/app/gateway.ts'
import type { Runtime } from '../../src/app.ts'
import { commandActor } from '../../src/people/actor.ts'
import type { Period } from '../../src/thresholds/index.ts'
import type { Answer } from '../gateway/upstream.ts'
import { until } from '../gateway/workbench.ts'

export type Limit = { limit: string; hard?: boolean; onNoData?: 'go-on' | 'stop' }

/** Once every process of this runtime goes by it. */
export async function setLimit(runtime: Runtime, projectId: string, period: Period, limit: Limit): Promise<void> {
  await runtime.thresholds.set(commandActor, projectId, period, { hard: true, ...limit })
  await until(() => runtime.gateway?.limits.admission.concerns(projectId) === (limit.hard ?? true))
}

/** Another gateway on the same database, as another process would be one. */
export async function startAnotherGateway(runtime: Runtime) {
  const dataDir = mkdtempSync(join(tmpdir(), 'finops-second-gateway-'))
  const { database, clock, log, teams, calls, pricing, config } = runtime
  const given = { db: database.db, clock, log, teams, calls, pricing }
  const gateway = await composeGateway({ ...given, config: { ...config, dataDir } })
  await gateway.start()
  const server = createServer((request, response) => void gateway.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    gateway,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await gateway.drain()
      await gateway.stop()
      server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Every row that there is, counted or not. */
export async function reservations({ database }: Pick<Runtime, 'database'>) {
  const { rows } = await sql<{ call_id: string; project_id: string; amount: string; owner: string; lives: boolean }>`
    select call_id, project_id, amount, owner, expires_at > clock_timestamp() as lives from derived.reservations`.execute(
    database.db,
  )
  return rows
}

/** What a project has spent, as the ledger has it. */
export async function spentBy({ database }: Pick<Runtime, 'database'>, projectId: string): Promise<string> {
  const { rows } = await sql<{ spent: string }>`
    select trim_scale(coalesce(sum(amount), 0))::text as spent from project_days where project_id = ${projectId}`.execute(
    database.db,
  )
  return rows[0]?.spent ?? '0'
}

/** gpt-4o: $2.50 and $10 a million. In units of 1e-7 dollars, so that the books of the far side are whole numbers. */
const INPUT_UNITS = 25
const OUTPUT_UNITS = 100
export const UNITS_PER_DOLLAR = 10_000_000

export type FarSide = { units: number; calls: number; underWay: number; mostUnderWay: number }

/** OpenAI as it sells gpt-4o: takes its time, uses up to `max_tokens`, and keeps its own books. */
export function sellingGpt4o(books: FarSide, longestMs: number): Answer {
  let count = 0
  return async (_request, response, body) => {
    const asked: { max_tokens: number; stream?: boolean } = JSON.parse(body.toString())
    count += 1
    const turn = count
    books.underWay += 1
    books.mostUnderWay = Math.max(books.mostUnderWay, books.underWay)
    await new Promise((resolve) => setTimeout(resolve, (turn * 7919) % longestMs))
    const prompt = Math.ceil(body.length / 4)
    const completion = 1 + ((turn * 104_729) % asked.max_tokens)
    books.units += prompt * INPUT_UNITS + completion * OUTPUT_UNITS
    books.calls += 1
    books.underWay -= 1
    const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
    const answer = { id: `chatcmpl-${turn}`, object: 'chat.completion', model: 'gpt-4o', service_tier: 'default' }
    if (asked.stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify({ ...answer, choices: [{ delta: { content: '네' } }], usage: null })}\n\n`)
      response.end(`data: ${JSON.stringify({ ...answer, choices: [], usage })}\n\ndata: [DONE]\n\n`)
      return
    }
    const text = Buffer.from(JSON.stringify({ ...answer, choices: [], usage }))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
    response.end(text)
  }
}

export type Told = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

export function caller(url: string, key: string, connections = 4) {
  const pool = new Pool(url, { connections, headersTimeout: 60_000, bodyTimeout: 60_000 })
  return {
    async chat(body: unknown, path = '/chat/completions'): Promise<Told> {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const answer = await pool.request({
        method: 'POST',
        path: `/openai/v1${path}`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: text,
      })
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
    },
    close: () => pool.destroy(),
  }
}
