import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { authenticate } from '../../src/people/access.ts'
import type { Actor } from '../../src/people/actor.ts'
import type { TeamRole } from '../../src/people/api.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import { createHttpApp } from '../../src/platform/http/app.ts'
import { commonErrors } from '../../src/platform/http/words.ts'
import { createLog } from '../../src/platform/log.ts'
import { createVault } from '../../src/platform/vault/vault.ts'
import { createOpenAiKeys } from '../../src/providers/openai/index.ts'
import { createSimulator } from '../../src/simulator/index.ts'
import {
  type AttributionChange,
  type BrokenKeyNotice,
  createMemberships,
  createTeams,
  teamsRoutes,
} from '../../src/teams/index.ts'
import { teamsErrors } from '../../src/teams/words.ko.ts'
import { createTestDatabase } from '../support/database.ts'

export type TeamsWorkbench = Awaited<ReturnType<typeof createTeamsWorkbench>>

// biome-ignore lint/suspicious/noExplicitAny: the tests look at parsed JSON
export type Answer = { status: number; body: any; text: string }
export type Client = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
) => Promise<Answer>

const PEOPLE = new Map(['lee', 'kim', 'park'].map((id) => [id, { name: `${id}-name`, email: `${id}@example.com` }]))

/** Teams over HTTP on a real database, with the simulated OpenAI organizations behind them. */
export async function createTeamsWorkbench(options: { allowCustomBaseUrl?: boolean } = {}) {
  const database = await createTestDatabase()
  const clock = fixedClock('2026-11-23T05:00:00Z')
  const openai = createSimulator({ clock, organizations: 2, historyDays: 40, projectCount: 8 })
  const { url: openaiBaseUrl } = await openai.listen()
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => lines.push(line) })
  const notices: BrokenKeyNotice[] = []
  const changes: AttributionChange[] = []
  const collected = new Set<string>()
  const leadsLost: { personId: string; teamId: string }[] = []
  const teams = createTeams({
    db: database.db,
    clock,
    vault: createVault({
      db: database.db,
      clock,
      masterKey: { from: 'variable', value: randomBytes(32).toString('hex') },
    }),
    provider: createOpenAiKeys({ clock, sleep: async () => {}, timeoutMs: 1_500 }),
    openaiBaseUrl,
    allowCustomBaseUrl: options.allowCustomBaseUrl ?? false,
    people: {
      find: async (ids) => new Map([...PEOPLE].filter(([id]) => ids.includes(id))),
      leadLost: async (_tx, { personId, teamId }) => {
        leadsLost.push({ personId, teamId })
      },
    },
    notify: {
      keyBroken: async (_tx, notice) => {
        notices.push(notice)
      },
    },
    onAttributionChanged: async (tx, change) => {
      await sql`select count(*) from attribution`.execute(tx)
      changes.push(change)
    },
    onOrganizationsJoined: async () => {},
    onProjectMoved: async () => {},
    findCollected: async (_tx, _organization, ids) => new Set(ids.filter((id) => collected.has(id))),
  })

  const actors = new Map<string, Actor>()
  const words = { ...commonErrors, ...teamsErrors }
  const app = await createHttpApp({ log, words, publicUrl: 'http://localhost:3000', trustProxy: false, secure: false })
  authenticate(app, {
    identifyBySession: async () => null,
    identifyByToken: async (token) => {
      const actor = actors.get(token)
      return actor ? { actor, sessionId: null, cookies: [] } : null
    },
  })
  teamsRoutes(app, teams)
  await app.ready()

  function client(token: string | null): Client {
    return async (method, url, body) => {
      const response = await app.inject({
        method,
        url,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const text = response.body
      return { status: response.statusCode, text, body: text === '' ? null : JSON.parse(text) }
    }
  }
  function as(name: string, role: Actor['role'], memberOf: Record<string, TeamRole> = {}): Client {
    const token = `${name}-${actors.size}`
    actors.set(token, { personId: name, name, role, teams: new Map(Object.entries(memberOf)), via: 'token' })
    return client(token)
  }
  const admin = as('lee', 'admin')

  return {
    database,
    clock,
    openai,
    openaiBaseUrl,
    teams,
    memberships: createMemberships({ db: database.db }),
    notices,
    changes,
    collected,
    leadsLost,
    lines,
    app,
    admin,
    as,
    signedOut: client(null),
    actorOf: (memberOf: Record<string, TeamRole> = {}, role: Actor['role'] = 'member'): Actor => ({
      personId: 'kim',
      name: 'kim',
      role,
      teams: new Map(Object.entries(memberOf)),
      via: 'session',
    }),
    async team(name: string): Promise<string> {
      return (await admin('POST', '/api/teams', { name })).body.id
    },
    async project(teamId: string, name: string): Promise<string> {
      return (await admin('POST', '/api/projects', { teamId, name })).body.id
    },
    register: (teamId: string, key: string, by: Client = admin): Promise<Answer> =>
      by('POST', `/api/teams/${teamId}/admin-keys`, { key }),
    close: async () => {
      await app.close()
      await openai.close()
      await database.close()
    },
    /** Empty tables, same schema; the actions table refuses deletes, so its trigger rests. */
    async clear(): Promise<void> {
      openai.faults.clear()
      for (const kept of [lines, notices, changes, leadsLost]) kept.length = 0
      collected.clear()
      clock.set('2026-11-23T05:00:00Z')
      await sql`truncate project_keys, project_provider_keys, bindings, organization_projects, admin_keys, organizations, project_teams, projects,
        team_members, teams, secrets, actions cascade`.execute(database.db)
    },
  }
}
