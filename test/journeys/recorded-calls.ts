import { randomUUID } from 'node:crypto'
import { commandActor } from '../../src/people/actor.ts'
import { HOUR } from '../../src/platform/clock.ts'
import type { TestServer } from '../support/server.ts'

/** A few calls of each kind, told over HTTP with a key of the project. Answers with them as the list tells them. */
export async function recordedCalls(server: TestServer, projectId: string, now: Date): Promise<{ id: string }[]> {
  const { secret } = await server.runtime.teams.projectKeys.create(commandActor, projectId, {
    name: '서버',
    expiresAt: null,
  })
  const at = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString()
  const usage = { inputTokens: 400_000, cachedInputTokens: 0, outputTokens: 20_000 }
  const calls = [
    {
      at: at(1),
      model: 'gpt-4o-2024-08-06',
      task: '답장 초안',
      intent: '환불',
      user: '김민수',
      usage,
      durationMs: 1_240,
    },
    { at: at(2), model: 'gpt-4o-2024-08-06', task: '요약', usage, durationMs: 480, trace: 'trace-1' },
    { at: at(3), model: 'no-such-model', usage: { inputTokens: 10 } },
    {
      at: at(4),
      model: 'gpt-4o-2024-08-06',
      task: '요약',
      status: 403,
      result: 'refused',
      problemCode: 'finops_blocked',
    },
    { at: at(5), model: 'gpt-4o-2024-08-06', status: 500, result: 'error', problemCode: 'server_error' },
    { at: at(30), model: 'gpt-4o-2024-08-06', task: '답장 초안', usage, meta: { release: '2026.11' } },
  ].map((call) => ({ id: randomUUID(), ...call }))
  const response = await fetch(`${server.url}/api/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ calls }),
  })
  const { stored } = (await response.json()) as { stored: number }
  if (stored !== calls.length) throw new Error(`${stored} of ${calls.length} calls were stored`)
  const { listCalls } = await import('../../src/calls/store/list.ts')
  return (
    await listCalls(server.runtime.database.db, { projectId, teamIds: null }, {}, { after: null, limit: 50 })
  ).map((row) => ({ id: Buffer.from(`${row.costDay} ${row.identity}`).toString('base64url') }))
}
