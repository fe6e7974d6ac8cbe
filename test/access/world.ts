import { sql } from 'kysely'
import { commandActor } from '../../src/people/actor.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { type Client, createClient, join, PASSWORD, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

export const IDENTITIES = ['signed out', 'other team', 'member', 'lead', 'admin', 'token of the lead'] as const
export type Identity = (typeof IDENTITIES)[number]
export type Signed = Exclude<Identity, 'signed out' | 'token of the lead'>

const EMAIL: Record<Signed, string> = {
  'other team': 'other@example.com',
  member: 'member@example.com',
  lead: 'lead@example.com',
  admin: 'admin@example.com',
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** Two teams with an organization each, somebody in every role, and one collection that has run. */
export async function createWorld() {
  // Nothing runs in the background, so whatever changes was changed by the request that is looked at.
  const server = await startTestServer({
    simulator: { projectCount: 12, historyDays: 20, organizations: 2 },
    roles: { web: true, jobs: false },
  })
  const admin = await setUpAdmin(server)
  const as = requester(admin)
  const own = await teamOf(as, '마케팅팀', server.simulator.keys.full, externalId(server, 0, 0))
  const other = await teamOf(as, '데이터팀', server.simulator.keys.otherOrganization, externalId(server, 1, 0))
  const people = {
    lead: await join(server, admin, seat(EMAIL.lead, '박팀장', own.teamId, 'lead')),
    member: await join(server, admin, seat(EMAIL.member, '최팀원', own.teamId, 'member')),
    'other team': await join(server, admin, seat(EMAIL['other team'], '정남남', other.teamId, 'member')),
    visitor: await join(server, admin, seat('visitor@example.com', '손님', own.teamId, 'member')),
  }
  const clients: Record<Signed, Client> = { admin, ...people }
  const visitorId = (await requester(people.visitor)<{ id: string }>('GET', '/api/me')).id
  const { secret } = await requester(people.lead)<{ secret: string }>('POST', '/api/me/tokens', { name: '스크립트' })
  const collectionId = await collect(server, own.teamId)
  const breachId = await breach(server, own)
  const deliveryId = await tell(server, own.teamId)
  let count = 0
  return {
    server,
    own,
    other,
    visitorId,
    collectionId,
    breachId,
    deliveryId,
    today: costDayOf(new Date()),
    as,
    fresh: () => {
      count += 1
      return String(count)
    },
    externalId: (place: number) => externalId(server, 0, place),
    headersOf: (identity: Identity): Record<string, string> => {
      if (identity === 'signed out') return {}
      if (identity === 'token of the lead') return { authorization: `Bearer ${secret}` }
      return { cookie: cookieOf(clients[identity]) }
    },
    /** A session of its own, for what ends sessions. */
    signIn: (identity: Signed) => signIn(server, EMAIL[identity]),
    signInAgain: async (identity: Signed) => {
      const again = await signIn(server, EMAIL[identity])
      clients[identity].cookies.clear()
      for (const [name, value] of again.cookies) clients[identity].cookies.set(name, value)
    },
    close: server.close,
  }
}

export function requester(client: Client) {
  return async <Body = { id: string }>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await client.request<Body>(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

export function cookieOf(client: Client): string {
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function seat(email: string, name: string, teamId: string, role: 'lead' | 'member') {
  return { email, name, teams: [{ teamId, role }] }
}

function externalId(server: TestServer, organization: number, place: number): string {
  return server.simulator.projects(organization).filter((project) => !project.isArchived)[place]?.id ?? ''
}

async function teamOf(as: ReturnType<typeof requester>, name: string, key: string, external: string) {
  const { id: teamId } = await as('POST', '/api/teams', { name })
  const { id: keyId } = await as('POST', `/api/teams/${teamId}/admin-keys`, { key })
  const { id: projectId } = await as('POST', '/api/projects', { teamId, name: `${name} 검색` })
  await as('POST', `/api/projects/${projectId}/bindings`, { externalIds: [external] })
  const { items } = await as<{ items: { id: string }[] }>('GET', `/api/projects/${projectId}/bindings`)
  return { teamId, keyId, projectId, externalId: external, bindingId: items[0]?.id ?? '', name }
}

/** A notice to the team, as the outbox keeps it. */
async function tell({ runtime }: TestServer, teamId: string): Promise<string> {
  const { channels, database, clock } = runtime
  const about = { teamId, projectId: null, breachId: null, blockId: null, detectedAt: clock.now() }
  const words = { headline: '시험 알림', subject: '시험 알림', facts: [], paragraphs: [], links: [] }
  await database.db.transaction().execute(async (tx) => {
    await channels.queue(tx, { key: `access:${teamId}`, kind: 'test', severity: 'info', ...about, ...words })
  })
  const { items } = await channels.outbox.list(commandActor, { teamId, limit: 1 })
  return items[0]?.id ?? ''
}

/** A daily limit that is exceeded. */
async function breach({ runtime }: TestServer, own: { teamId: string; projectId: string }): Promise<string> {
  const { database, clock } = runtime
  const at = clock.now()
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at)
      values (${own.projectId}, 'day', 500, '[{"percent": 100, "effect": "notify"}]', 'go-on', 'exceeded', ${at}, ${at})
      returning id)
    insert into breaches (threshold_id, project_id, team_id, period, period_start, limit_usd, spend, highest_percent,
      generation, opened_at)
    select id, ${own.projectId}, ${own.teamId}, 'day', ${costDayOf(at)}, 500, 742, 100, 1, ${at} from made
    returning id`.execute(database.db)
  return rows[0]?.id ?? ''
}

async function collect({ runtime }: TestServer, teamId: string): Promise<string> {
  const today = costDayOf(new Date())
  const wanted = { from: addDays(today, -3), to: today, requestedBy: '시험' }
  const all = await runtime.collections.request(wanted)
  for (const { id } of all) await runtime.collections.run(id, { signal: AbortSignal.timeout(60_000) })
  return all.find((collection) => collection.teamId === teamId)?.id ?? ''
}

async function signIn(server: TestServer, email: string): Promise<Client> {
  const client = createClient(server.url)
  const answer = await client.request('POST', '/api/sign-in', { email, password: PASSWORD })
  if (answer.status !== 200) throw new Error(`${email} was not signed in: ${JSON.stringify(answer.body)}`)
  return client
}
