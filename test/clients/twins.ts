import { sql } from 'kysely'
import { expect } from 'vitest'
import { forgetCalls, openWorkbench, until, type Workbench } from '../gateway/workbench.ts'

/** How a client reaches the API: nothing else differs. */
export type Way = { baseURL: string; apiKey: string; fetch: typeof fetch; headers: Record<string, string> }

type Exchange = { status: number; headers: [string, string][]; body: string }
type Seen = { value: unknown; exchanges: Exchange[] }

export type Twins = {
  bench: Workbench
  /** Runs it straight at the API and through the gateway, demands that nobody can tell, and answers with what was recorded. */
  both(run: (way: Way) => Promise<unknown>, prepare?: () => void): Promise<{ value: unknown; calls: Call[] }>
}

export type Call = Record<string, unknown>

const CONTEXT = { 'x-finops-task': encodeURIComponent('시험 작업'), 'x-finops-user': 'tester' }

export async function openTwins(): Promise<Twins> {
  const bench = await openWorkbench({ simulator: { historyDays: 1 } })
  return {
    bench,
    async both(run, prepare = () => {}) {
      await forgetCalls(bench)
      prepare()
      const direct = await see(run, { baseURL: bench.openaiUrl, apiKey: bench.simulator.keys.projectKey, headers: {} })
      bench.simulator.faults.clear()
      prepare()
      const through = await see(run, { baseURL: bench.gatewayUrl, apiKey: bench.project.key, headers: CONTEXT })
      bench.simulator.faults.clear()
      expect(through.exchanges).toEqual(direct.exchanges)
      expect(through.value).toEqual(direct.value)
      const calls = await recorded(bench, through.exchanges.length)
      for (const call of calls)
        expect(call).toMatchObject({ task: '시험 작업', user_name: 'tester', source: 'gateway' })
      return { value: through.value, calls }
    },
  }
}

async function recorded({ runtime }: Workbench, count: number): Promise<Call[]> {
  const read = async () => (await sql<Call>`select * from calls order by at, id`.execute(runtime.database.db)).rows
  await until(async () => (await read()).length >= count)
  await until(() => runtime.gateway?.figures().spool.waiting === 0)
  const calls = await read()
  expect(calls).toHaveLength(count)
  return calls
}

async function see(run: (way: Way) => Promise<unknown>, way: Omit<Way, 'fetch'>): Promise<Seen> {
  const exchanges: Promise<Exchange>[] = []
  const watching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    // The client asks `data:` whether forms are supported.
    if (!response.url.startsWith('http')) return response
    const { status, headers } = response
    const body = response
      .clone()
      .text()
      .catch(() => '(left)')
    exchanges.push(body.then((text) => ({ status, headers: kept(headers), body: plain(text) })))
    return response
  }
  const value = await run({ ...way, fetch: watching }).catch((error: unknown) => thrown(error))
  return { value: JSON.parse(plain(JSON.stringify(value ?? null))), exchanges: await Promise.all(exchanges) }
}

/** What a caller can act on. */
function thrown(error: unknown) {
  if (!(error instanceof Error)) throw error
  const { status, code, type, param } = error as Error & Record<string, unknown>
  return { thrown: error.constructor.name, message: error.message, status, code, type, param }
}

/** Of one connection, or different each time by nature. */
const OWN = ['connection', 'keep-alive', 'date', 'openai-processing-ms', 'x-request-id', 'transfer-encoding']

function kept(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => !OWN.includes(name) && !name.startsWith('x-finops-'))
}

/** Ids and times are new for each call. */
function plain(text: string): string {
  return text
    .replace(/\b(chatcmpl-|resp_|msg_|call_|fc_|modr-|file-|batch_|req_|run-)[\w-]+/g, '$1…')
    .replace(/"(created|created_at|expires_at)":\d+/g, '"$1":0')
}

export async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}
