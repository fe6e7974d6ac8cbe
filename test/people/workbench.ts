import { authenticate } from '../../src/people/access.ts'
import {
  createPeople,
  type Memberships,
  type People,
  type PeopleMessage,
  peopleRoutes,
  type TeamMembership,
} from '../../src/people/index.ts'
import { peopleErrors } from '../../src/people/words.ko.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { type App, createHttpApp } from '../../src/platform/http/app.ts'
import { commonErrors } from '../../src/platform/http/words.ts'
import { createLog } from '../../src/platform/log.ts'
import { createTestDatabase } from '../support/database.ts'

export const PASSWORD = '충분히 긴 비밀번호입니다 1'
export const TEAM_A = '0d1a6c1e-0000-4000-8000-00000000000a'
export const TEAM_B = '0d1a6c1e-0000-4000-8000-00000000000b'

export type Workbench = Awaited<ReturnType<typeof createWorkbench>>

/** People over HTTP on a real database, with teams kept in memory. */
export async function createWorkbench(options: { publicUrl?: string; sendsMail?: boolean } = {}) {
  const database = await createTestDatabase()
  const teams = inMemoryTeams()
  const messages: PeopleMessage[] = []
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const publicUrl = options.publicUrl ?? 'http://localhost:3000'
  const secure = publicUrl.startsWith('https:')
  const clock = fixedClock('2026-11-23T05:00:00Z')
  const people = createPeople({
    database,
    config: { publicUrl, secure, displayTimeZone: 'Asia/Seoul' },
    clock,
    log,
    secret: 'a test secret that is long enough for the library',
    memberships: teams,
    mail: {
      sends: options.sendsMail ?? true,
      queue: async (_tx, message) => {
        messages.push(message)
      },
      deliverSoon: () => {},
    },
  })
  const words = { ...commonErrors, ...peopleErrors }
  const app = await createHttpApp({ log, words, publicUrl, trustProxy: false, secure })
  authenticate(app, people)
  peopleRoutes(app, people)
  await app.ready()
  return {
    app,
    people,
    database,
    clock,
    teams,
    messages,
    lines,
    close: () => closeAll(app, database),
    /** An admin who is signed in, in a workspace that was set up by command. */
    admin: () => signedIn(app, people, { name: '이지훈', email: 'admin@example.com', admin: true }),
    member: (name: string, membership?: { team: string; role: 'lead' | 'member' }) =>
      memberOf(app, people, teams, name, membership),
  }
}

export type Client = { id: string; cookie: string; send: Send }
type Send = (method: Method, url: string, payload?: unknown) => Promise<Answer>
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
export type Answer = { status: number; body: Body; cookie: string; cookies: string[]; headers: Record<string, unknown> }
// biome-ignore lint/suspicious/noExplicitAny: the tests look at parsed JSON
type Body = any

export async function call(
  app: App,
  method: Method,
  url: string,
  options: { payload?: unknown; headers?: Record<string, string>; address?: string } = {},
): Promise<Answer> {
  const response = await app.inject({
    method,
    url,
    remoteAddress: options.address ?? '192.0.2.1',
    headers: {
      ...(options.payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.payload === undefined ? {} : { payload: JSON.stringify(options.payload) }),
  })
  const cookies = [response.headers['set-cookie'] ?? []].flat()
  return {
    status: response.statusCode,
    body: response.body ? JSON.parse(response.body) : null,
    cookies,
    cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
    headers: response.headers,
  }
}

export function clientWith(app: App, id: string, headers: Record<string, string>): Client {
  return {
    id,
    cookie: headers.cookie ?? '',
    send: (method, url, payload) => call(app, method, url, { payload, headers }),
  }
}

async function signedIn(
  app: App,
  people: People,
  person: { name: string; email: string; admin: boolean },
): Promise<Client> {
  const { id } = await people.createPerson({ ...person, password: PASSWORD })
  return signInAs(app, id, person.email)
}

export async function signInAs(app: App, id: string, email: string, password = PASSWORD): Promise<Client> {
  const answer = await call(app, 'POST', '/api/sign-in', { payload: { email, password } })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return clientWith(app, id, { cookie: answer.cookie })
}

async function memberOf(
  app: App,
  people: People,
  teams: ReturnType<typeof inMemoryTeams>,
  name: string,
  membership?: { team: string; role: 'lead' | 'member' },
): Promise<Client> {
  const client = await signedIn(app, people, { name, email: `${name}@example.com`, admin: false })
  if (membership) teams.join(client.id, membership.team, membership.role)
  return client
}

function inMemoryTeams(): Memberships & { join(personId: string, team: string, role: 'lead' | 'member'): void } {
  const names = new Map([
    [TEAM_A, '마케팅팀'],
    [TEAM_B, '데이터팀'],
  ])
  const members = new Map<string, TeamMembership[]>()
  const join = (personId: string, teamId: string, role: 'lead' | 'member') => {
    const teamName = names.get(teamId)
    if (teamName) members.set(personId, [...(members.get(personId) ?? []), { teamId, teamName, role }])
  }
  return {
    join,
    of: async (personId) => members.get(personId) ?? [],
    ofMany: async (teamIds) =>
      new Map([...members].filter(([, list]) => !teamIds || list.some((one) => teamIds.includes(one.teamId)))),
    teamNames: async (teamIds) => new Map([...names].filter(([id]) => teamIds.includes(id))),
    add: async (_tx, { personId, teamId, role }) => join(personId, teamId, role),
  }
}

async function closeAll(app: App, database: Database): Promise<void> {
  await app.close()
  await database.close()
}
