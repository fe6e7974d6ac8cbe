import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { DaysPage } from '../../src/outcomes/api.ts'
import type { FileAnswer } from '../../src/outcomes/csv/api.ts'
import { commandActor } from '../../src/people/actor.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { cookieOf } from '../access/world.ts'
import { type Client, join, setUpAdmin } from '../support/client.ts'
import { startTestServer } from '../support/server.ts'

export type Answer = {
  stored: number
  replaced: number
  refused: number
  items: { result: string; reason?: string; detail?: string }[]
}
export type Days = z.infer<typeof DaysPage>
export type Desk = Awaited<ReturnType<typeof createDesk>>
export const TODAY = costDayOf(new Date())
export const DAY = addDays(TODAY, -1)

/** The total of yesterday. */
export const total = (given: Record<string, unknown> = {}) => ({
  day: DAY,
  task: '요약',
  attempts: 10,
  successes: 7,
  ...given,
})

/** A server with a team of a lead and a member, and a project of theirs that can be made anew. */
export async function createDesk() {
  const server = await startTestServer({ simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  const admin = await setUpAdmin(server)
  const teamId = (await admin.request<{ id: string }>('POST', '/api/teams', { name: '마케팅팀' })).body.id
  const seat = (email: string, name: string, role: 'lead' | 'member') => ({ email, name, teams: [{ teamId, role }] })
  const lead = await join(server, admin, seat('lead@example.com', '박팀장', 'lead'))
  const member = await join(server, admin, seat('member@example.com', '최팀원', 'member'))
  let projectId = ''
  const path = () => `/api/projects/${projectId}/outcomes`

  async function upload(by: Client, what: string, csv: string | Buffer, query = ''): Promise<Response> {
    return fetch(`${server.url}${path()}/${what}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', cookie: cookieOf(by) },
      body: typeof csv === 'string' ? csv : new Uint8Array(csv),
    })
  }

  return {
    server,
    admin,
    lead,
    member,
    path,
    upload,

    async freshProject(): Promise<void> {
      projectId = (await admin.request<{ id: string }>('POST', '/api/projects', { teamId, name: randomUUID() })).body.id
    },
    projectId: () => projectId,

    enter: async (by: Client, outcomes: unknown[], reason?: string) =>
      (await by.request<Answer>('POST', path(), { outcomes, reason })).body,
    days: async (by: Client = admin, query = '') => (await by.request<Days>('GET', `${path()}${query}`)).body,

    async kinds(): Promise<string[]> {
      const actions = await admin.request<{ items: { kind: string }[] }>('GET', `/api/actions?projectId=${projectId}`)
      return actions.body.items.map(({ kind }) => kind).filter((kind) => kind.startsWith('outcomes'))
    },

    async program(body: unknown, headers: Record<string, string> = {}) {
      const given = { name: '서버', expiresAt: null }
      const { secret } = await server.runtime.teams.projectKeys.create(commandActor, projectId, given)
      const response = await fetch(`${server.url}/api/outcomes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Answer & { code?: string } }
    },

    uploaded: async (by: Client, what: string, csv: string, query = '') =>
      (await (await upload(by, what, csv, query)).json()) as FileAnswer & { code?: string },

    /** As the bytes are, with the mark at their beginning. */
    async fileAt(what: string): Promise<string> {
      const response = await fetch(`${server.url}${path()}/${what}`, { headers: { cookie: cookieOf(lead) } })
      return Buffer.from(await response.arrayBuffer()).toString('utf8')
    },
  }
}
