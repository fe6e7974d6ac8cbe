import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../../src/gateway/api.ts'
import { type OpenAiKeyWay, type SnippetId, snippetsFor } from '../../web/project-keys/snippets.ts'
import { setUpAdmin } from '../support/client.ts'
import { openWorkbench, storedCalls, type Workbench } from './workbench.ts'

type Executable = Extract<SnippetId, 'curl' | 'node' | 'langchain-js' | 'vercel'>

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

let bench: Workbench
let connection: Connection
beforeAll(async () => {
  const port = await freePort()
  // As an installation is reached: the examples are written with these addresses.
  bench = await openWorkbench({ environment: { PORT: `${port}`, PUBLIC_URL: `http://127.0.0.1:${port}` } })
  const admin = await setUpAdmin(bench)
  connection = (await admin.request<Connection>('GET', '/api/connection')).body
})
afterAll(() => bench.close())

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

function codeOf(id: SnippetId, way: OpenAiKeyWay): string {
  const snippets = snippetsFor({ ...connection, key: bench.project.key, way })
  return snippets.find((snippet) => snippet.id === id)?.code ?? ''
}

/** As whoever copies it runs it; only the OpenAI key of one's own comes from the environment. */
async function execute(id: Executable, way: OpenAiKeyWay): Promise<string> {
  const code = codeOf(id, way)
  const [command, words] =
    id === 'curl' ? ['sh', ['-c', code]] : [process.execPath, ['--input-type=module', '-e', code]]
  const { PATH } = process.env
  const environment = { PATH, ...(way === 'own' ? { OPENAI_API_KEY: bench.simulator.keys.projectKey } : {}) }
  const { stdout } = await run(command, words, { cwd: root, env: environment, timeout: 60_000 })
  return stdout
}

test('the guide tells the addresses of this installation, and that a gateway answers there', async () => {
  expect(connection).toEqual({
    url: bench.url,
    openaiBaseUrl: `${bench.url}/openai/v1`,
    tracesUrl: `${bench.url}/otlp/v1/traces`,
    gateway: 'running',
  })
})

let made = 0

test.each([
  ['curl', 'stored'],
  ['curl', 'own'],
  ['node', 'stored'],
  ['node', 'own'],
  ['langchain-js', 'stored'],
  ['langchain-js', 'own'],
  ['vercel', 'stored'],
  ['vercel', 'own'],
] as const)(
  'the example for %s with the %s OpenAI key runs as it is copied, and is recorded with its task',
  async (id, way) => {
    const printed = await execute(id, way)
    made += 1
    const calls = await storedCalls(bench, made)
    expect(calls).toHaveLength(made)
    expect(calls.at(-1)).toMatchObject({
      project_id: bench.project.id,
      result: 'ok',
      status: 200,
      task: 'reply-draft',
      endpoint: 'POST /chat/completions',
    })
    expect(Number(calls.at(-1)?.cost)).toBeGreaterThan(0)
    const said = id === 'curl' ? JSON.parse(printed).choices[0].message.content : printed.trim()
    expect(said.length).toBeGreaterThan(0)
  },
)

test('the example of the SDK records its call and what came of it, beside the gateway', async () => {
  const sdk = new URL('../../sdk/src/index.ts', import.meta.url).href
  const code = codeOf('sdk', 'own').replace("'@finops-for-ai/sdk'", `'${sdk}'`)
  const environment = {
    PATH: process.env.PATH,
    OPENAI_API_KEY: bench.simulator.keys.projectKey,
    OPENAI_BASE_URL: bench.runtime.config.openaiBaseUrl,
  }
  await run(process.execPath, ['--input-type=module', '-e', code], { cwd: root, env: environment, timeout: 60_000 })
  made += 1
  const calls = await storedCalls(bench, made)
  expect(calls.at(-1)).toMatchObject({ project_id: bench.project.id, result: 'ok', task: 'reply-draft' })
  const { rows } = await sql<{ task: string; successes: number }>`
    select task, successes from outcome_days where project_id = ${bench.project.id}`.execute(bench.runtime.database.db)
  expect(rows).toEqual([{ task: 'reply-draft', successes: 1 }])
})

test('every example carries the key and an address of this installation, and none a key of OpenAI', () => {
  for (const way of ['stored', 'own'] as const) {
    for (const { id, code } of snippetsFor({ ...connection, key: bench.project.key, way })) {
      expect(code, id).toContain(bench.project.key)
      expect(code, id).toContain(bench.url)
      expect(code, id).not.toMatch(/sk-/)
    }
  }
})
