import { expect } from 'vitest'
import { type Client, createClient } from '../support/client.ts'
import type { TestServer } from '../support/server.ts'

type Ask = (
  client: Client,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Record<string, never> }>
type Given = {
  server: TestServer
  /** Repeats whatever it hears. */
  echoUrl: string
  admin: Client
  ask: Ask
  /** Asks, and keeps the answer for the search. */
  keep: Ask
  teamId: string
}

/** A project key and an OpenAI key, right and wrong ones, in all places where a program or a person may put them. */
export async function programs({ server, echoUrl, admin, ask, keep, teamId }: Given) {
  const { keys } = server.simulator
  const project = await keep(admin, 'POST', '/api/projects', { teamId, name: '답장 봇' })
  const path = `/api/projects/${project.body.id}`
  const once = { 'idempotency-key': 'one-project-key' }
  const made = await ask(admin, 'POST', `${path}/keys`, { name: '서버' }, once)
  const projectSecret = String((made.body as { secret?: string }).secret)
  expect(projectSecret).toMatch(/^fin_/)
  expect((await keep(admin, 'POST', `${path}/keys`, { name: '서버' }, once)).status).toBe(409)
  for (const key of [projectSecret, keys.full, keys.revoked, `${keys.projectKey}x`, keys.projectKey]) {
    await keep(admin, 'PUT', `${path}/openai-key`, { key }, { 'idempotency-key': `set-${key.slice(-4)}` })
  }
  for (let round = 0; round < 6; round += 1) {
    await keep(admin, 'PUT', `${path}/openai-key`, { key: keys.second.replace('admin-', 'proj-'), baseUrl: echoUrl })
  }
  expect((await keep(admin, 'PUT', `${path}/openai-key`, { key: keys.projectKey })).status).toBe(200)
  await keep(admin, 'POST', `${path}/openai-key/test`)
  const program = createClient(server.url)
  const bearer = { authorization: `Bearer ${projectSecret}` }
  expect((await keep(program, 'POST', '/api/calls', { calls: [{ model: 'gpt-4o' }] }, bearer)).status).toBe(200)
  await keep(program, 'POST', '/api/calls', { calls: [{ model: projectSecret }] }, { authorization: projectSecret })
  await keep(program, 'POST', '/api/calls', {}, { authorization: `Bearer ${projectSecret}x` })
  const hello = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Whispered-Words-Of-A-Prompt' }] }
  for (const headers of [
    bearer,
    { authorization: `Bearer ${keys.projectKey}`, 'x-finops-key': projectSecret },
    { authorization: `Bearer ${keys.projectKey}`, 'x-finops-key': `${projectSecret}x` },
  ]) {
    await keep(program, 'POST', '/openai/v1/chat/completions', hello, headers)
  }
  return { projectSecret, path }
}
