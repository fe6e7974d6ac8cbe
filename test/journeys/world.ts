import { expect, vi } from 'vitest'
import { fixedClock, MINUTE } from '../../src/platform/clock.ts'
import type { SimulatorOptions } from '../../src/simulator/index.ts'
import { type Client, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

export const MONDAY_14_KST = '2026-11-23T05:00:00Z'

export type World = {
  server: TestServer
  admin: Client
  clock: ReturnType<typeof fixedClock>
  now: Date
  close(): Promise<void>
}
type Options = { simulator?: SimulatorOptions; environment?: Record<string, string> }

/** A set-up workspace on a Monday afternoon, made over HTTP, with nothing in it but its admin. */
export async function createWorld(options: Options = {}): Promise<World> {
  const clock = fixedClock(MONDAY_14_KST)
  const server = await startTestServer({ clock, ...options })
  const admin = await setUpAdmin(server)
  return { server, admin, clock, now: clock.now(), close: server.close }
}

export async function addTeam(admin: Client, name: string, key?: string): Promise<string> {
  const team = await created(admin, '/api/teams', { name })
  if (key) await created(admin, `/api/teams/${team}/admin-keys`, { key, baseUrl: null })
  return team
}

export function addProject(admin: Client, teamId: string, name: string): Promise<string> {
  return created(admin, '/api/projects', { teamId, name })
}

/** One project of ours per OpenAI project; answers with their ids in the same order. */
export async function importProjects(admin: Client, teamId: string, externalIds: string[]): Promise<string[]> {
  const answer = await admin.request<{
    items: { ok: boolean; detail: string; projectId: string | null }[]
  }>('POST', `/api/teams/${teamId}/import`, { externalIds })
  const refused = answer.body.items?.find((item) => !item.ok)
  if (answer.status !== 200 || refused) throw new Error(`import answered ${answer.status}: ${refused?.detail}`)
  return answer.body.items.map((item) => item.projectId ?? '')
}

/** Every collection that was asked for has ended well. */
export async function collected(admin: Client): Promise<void> {
  await vi.waitFor(
    async () => {
      const { body } = await admin.request<{ items: { state: string }[] }>('GET', '/api/collections')
      expect([...new Set(body.items.map((one) => one.state))]).toEqual(['done'])
    },
    { timeout: 90_000, interval: 200 },
  )
}

const RUNAWAY_MINUTES = 20

/** A retry loop of this OpenAI project goes on for a while (null: one that is running already), and its usage is read. */
export async function runAway({ server, clock }: World, externalId: string | null): Promise<void> {
  if (externalId) server.simulator.startRunaway({ projectId: externalId })
  clock.advance(RUNAWAY_MINUTES * MINUTE)
  await polled(server)
}

/** Usage has been read once more. */
export async function polled(server: TestServer): Promise<void> {
  await vi.waitFor(
    async () => {
      const rounds = await server.runtime.polls.pollNow({ signal: AbortSignal.timeout(60_000) })
      // None while the round that a new key asked for is still at it.
      expect(rounds.length).toBeGreaterThan(0)
    },
    { timeout: 60_000, interval: 200 },
  )
}

async function created(client: Client, path: string, body: unknown): Promise<string> {
  const answer = await client.request<{ id: string }>('POST', path, body)
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body.id
}
