import { PASSWORD } from '../support/client.ts'
import { BLOCKING_ROWS } from './blocking-rows.ts'
import { CALL_ROWS } from './call-rows.ts'
import { CHANNEL_ROWS } from './channel-rows.ts'
import { KEY_ROWS } from './key-rows.ts'
import { OUTCOME_ROWS } from './outcome-rows.ts'
import {
  admin,
  all,
  lead,
  leadInPerson,
  nothing,
  ofTeam,
  person,
  type Request,
  type Row,
  row,
  signedIn,
} from './row.ts'
import { freshProject, freshTeam, project, team } from './subjects.ts'
import { type Identity, requester, type World } from './world.ts'

const key = ({ own }: World) => ({ params: { id: own.keyId } })

async function freshInvitation(world: World) {
  const email = `guest${world.fresh()}@example.com`
  const teams = [{ teamId: world.own.teamId, role: 'member' }]
  const { id, link } = await world.as<{ id: string; link: string }>('POST', '/api/invitations', { email, teams })
  return { id, token: link.split('/').at(-1) ?? '' }
}

async function freshBinding(world: World): Promise<Request> {
  const path = `/api/projects/${world.own.projectId}/bindings`
  const externalId = world.externalId(7)
  await world.as('POST', path, { externalIds: [externalId] })
  const { items } = await world.as<{ items: { id: string; externalId: string; to: string | null }[] }>('GET', path)
  const held = items.find((binding) => binding.externalId === externalId && binding.to === null)
  return { params: { id: held?.id ?? '' } }
}

async function freshThreshold(world: World): Promise<Request> {
  const { params } = await freshProject(world)
  await world.as('PUT', `/api/projects/${params?.id}/thresholds/day`, { limit: '500' })
  return { params: { ...params, period: 'day' } }
}

async function resetToken(world: World): Promise<string> {
  const { link } = await world.as<{ link: string }>('POST', `/api/people/${world.visitorId}/reset-link`)
  return link.split('/').at(-1) ?? ''
}

const SIMULATED_KEY: Record<Identity, 'full' | 'second' | 'readOnly' | 'noManagement'> = {
  'signed out': 'second',
  'other team': 'second',
  member: 'second',
  lead: 'second',
  admin: 'readOnly',
  'token of the lead': 'noManagement',
}
const PLACE: Record<Identity, number> = {
  'signed out': 1,
  'other team': 1,
  member: 1,
  lead: 1,
  admin: 2,
  'token of the lead': 3,
}

/** Who may do what, for every operation there is. */
export const TABLE: Readonly<Record<string, Row>> = {
  'GET /api/setup': row(all(200)),
  'POST /api/setup': row(all(409), () => ({
    body: { code: 'AAAA-AAAA', workspaceName: '둘째', name: '둘째', email: 'second@example.com', password: PASSWORD },
  })),
  'POST /api/sign-in': row(all(200), () => ({ body: { email: 'lead@example.com', password: PASSWORD } }), {
    speaksOfUs: true,
  }),
  'POST /api/sign-out': row(signedIn(204), nothing, { ownSession: true }),
  'GET /api/me': row(signedIn(200)),
  'PATCH /api/me': row(signedIn(200), (world) => ({ body: { name: `새 이름 ${world.fresh()}` } })),
  'POST /api/me/password': row(person(204), () => ({ body: { currentPassword: PASSWORD, newPassword: PASSWORD } }), {
    ownSession: true,
    endsSessions: true,
  }),
  'GET /api/me/sessions': row(signedIn(200)),
  'DELETE /api/me/sessions/{id}': row(person(204), async (world, identity) => {
    if (identity === 'signed out' || identity === 'token of the lead') return { params: { id: world.own.teamId } }
    const client = await world.signIn(identity)
    const sessions = requester(client)<{ items: { id: string; current: boolean }[] }>('GET', '/api/me/sessions')
    return { params: { id: (await sessions).items.find((session) => session.current)?.id ?? '' } }
  }),
  'GET /api/me/tokens': row(signedIn(200)),
  'POST /api/me/tokens': row(person(201), () => ({ body: { name: '새 토큰' } })),
  'DELETE /api/me/tokens/{id}': row(signedIn(204), async (world, identity) => {
    if (identity === 'signed out') return { params: { id: world.own.teamId } }
    const client = await world.signIn(identity === 'token of the lead' ? 'lead' : identity)
    const { id } = await requester(client)('POST', '/api/me/tokens', { name: '곧 지울 토큰' })
    return { params: { id } }
  }),
  'POST /api/password-reset': row(all(202), (world) => ({
    body: { email: `nobody${world.fresh()}@example.com` },
  })),
  'POST /api/password-reset/confirm': row(all(204), async (world) => ({
    body: { token: await resetToken(world), password: PASSWORD },
  })),
  'GET /api/people': row(signedIn(200)),
  'PATCH /api/people/{id}': row(admin(200), (world) => ({
    params: { id: world.visitorId },
    body: { role: 'member' },
  })),
  'POST /api/people/{id}/reset-link': row(admin(200), (world) => ({ params: { id: world.visitorId } })),
  'GET /api/workspace': row(signedIn(200)),
  'PATCH /api/workspace': row(admin(200), (world) => ({ body: { name: `회사 ${world.fresh()}` } })),
  'GET /api/invitations': row(signedIn(200)),
  'POST /api/invitations': row(leadInPerson(201), (world) => ({
    body: { email: `new${world.fresh()}@example.com`, teams: [{ teamId: world.own.teamId, role: 'member' }] },
  })),
  'DELETE /api/invitations/{id}': row(lead(204), async (world) => ({
    params: { id: (await freshInvitation(world)).id },
  })),
  'GET /api/invitations/preview/{token}': row(all(200), async (world) => ({
    params: { token: (await freshInvitation(world)).token },
  })),
  'POST /api/invitations/accept': row(
    all(201),
    async (world) => ({
      body: { token: (await freshInvitation(world)).token, name: '새 사람', password: PASSWORD },
    }),
    { speaksOfUs: true },
  ),

  'GET /api/teams': row(signedIn(200)),
  'POST /api/teams': row(admin(201), (world) => ({ body: { name: `만든 팀 ${world.fresh()}` } })),
  'GET /api/teams/{id}': row(ofTeam(200), team),
  'PATCH /api/teams/{id}': row(lead(200), (world) => ({ ...team(world), body: { name: world.own.name } })),
  'POST /api/teams/{id}/archive': row(admin(200), freshTeam),
  'POST /api/teams/{id}/restore': row(admin(200), async (world) => {
    const request = await freshTeam(world)
    await world.as('POST', `/api/teams/${request.params?.id}/archive`)
    return request
  }),
  'GET /api/teams/{id}/members': row(ofTeam(200), team),
  'PUT /api/teams/{id}/members/{personId}': row(lead(200), (world) => ({
    params: { id: world.own.teamId, personId: world.visitorId },
    body: { role: 'member' },
  })),
  'DELETE /api/teams/{id}/members/{personId}': row(lead(204), async (world) => {
    const path = `/api/teams/${world.own.teamId}/members/${world.visitorId}`
    await world.as('PUT', path, { role: 'member' })
    return { params: { id: world.own.teamId, personId: world.visitorId } }
  }),
  'GET /api/teams/{id}/candidates': row(lead(200), team),
  'POST /api/teams/{id}/import': row(lead(200), (world, identity) => ({
    ...team(world),
    body: { externalIds: [world.externalId(PLACE[identity])] },
  })),
  'GET /api/teams/{id}/spend': row(ofTeam(200), team),

  'POST /api/teams/{id}/admin-keys': row(lead(201), (world, identity) => ({
    ...team(world),
    body: { key: world.server.simulator.keys[SIMULATED_KEY[identity]] },
  })),
  'GET /api/admin-keys/{id}': row(ofTeam(200), key),
  'PUT /api/admin-keys/{id}': row(lead(200), (world) => ({
    ...key(world),
    body: { key: world.server.simulator.keys.full },
  })),
  'POST /api/admin-keys/{id}/test': row(lead(200), key),
  'POST /api/admin-keys/{id}/deactivate': row(lead(200), (world) => ({ ...key(world), body: { reason: '점검' } })),
  'POST /api/admin-keys/{id}/reactivate': row(lead(200), (world) => ({ ...key(world), body: { reason: '점검 끝' } })),

  'GET /api/projects': row(signedIn(200)),
  'POST /api/projects': row(lead(201), (world) => ({
    body: { teamId: world.own.teamId, name: `만든 프로젝트 ${world.fresh()}` },
  })),
  'GET /api/projects/{id}': row(ofTeam(200), project),
  'PATCH /api/projects/{id}': row(lead(200), (world) => ({
    ...project(world),
    body: { name: `고친 이름 ${world.fresh()}` },
  })),
  'POST /api/projects/{id}/archive': row(lead(200), freshProject),
  'POST /api/projects/{id}/restore': row(lead(200), async (world) => {
    const request = await freshProject(world)
    await world.as('POST', `/api/projects/${request.params?.id}/archive`)
    return request
  }),
  'POST /api/projects/{id}/move': row(admin(200), async (world) => ({
    ...(await freshProject(world)),
    body: { teamId: world.other.teamId, reason: '조직 개편' },
  })),
  'GET /api/projects/{id}/candidates': row(lead(200), project),
  'GET /api/projects/{id}/bindings': row(ofTeam(200), project),
  'POST /api/projects/{id}/bindings': row(lead(200), (world, identity) => ({
    ...project(world),
    body: { externalIds: [world.externalId(3 + PLACE[identity])] },
  })),
  'DELETE /api/bindings/{id}': row(lead(200), freshBinding),
  'GET /api/projects/{id}/spend': row(ofTeam(200), project),

  'GET /api/projects/{id}/thresholds': row(ofTeam(200), project),
  'PUT /api/projects/{id}/thresholds/{period}': row(lead(200), (world) => ({
    params: { id: world.own.projectId, period: 'day' },
    body: { limit: `${500 + Number(world.fresh())}` },
  })),
  'DELETE /api/projects/{id}/thresholds/{period}': row(lead(200), freshThreshold),
  'POST /api/projects/{id}/thresholds/{period}/raise': row(lead(200), async (world) => ({
    ...(await freshThreshold(world)),
    body: { limit: '2000', reason: '출시일' },
  })),
  'DELETE /api/projects/{id}/thresholds/{period}/raise': row(lead(200), freshThreshold),
  'POST /api/projects/{id}/thresholds/{period}/pause': row(lead(200), async (world) => ({
    ...(await freshThreshold(world)),
    body: { until: null },
  })),
  'GET /api/teams/{id}/thresholds': row(ofTeam(200), team),
  'PUT /api/teams/{id}/thresholds': row(lead(200), (world) => ({
    ...team(world),
    body: { items: [{ projectId: world.own.projectId, period: 'week', limit: world.fresh() }] },
  })),
  'GET /api/thresholds': row(admin(200)),

  'GET /api/polling': row(signedIn(200)),
  'GET /api/projects/{id}/reconciliation': row(ofTeam(200), project),
  'GET /api/collections': row(signedIn(200)),
  'POST /api/collections': row(lead(202), (world) => ({ body: { teamId: world.own.teamId } })),
  'GET /api/collections/{id}': row(ofTeam(200), (world) => ({ params: { id: world.collectionId } })),

  'GET /api/prices': row(signedIn(200)),
  'GET /api/prices/unknown': row(signedIn(200)),
  'POST /api/prices': row(admin(201), (world) => ({
    body: { model: `model-${world.fresh()}`, validFrom: world.today, prices: [{ part: 'input', price: '1.5' }] },
  })),
  'DELETE /api/prices/{id}': row(admin(204), async (world) => {
    const body = { model: `model-${world.fresh()}`, validFrom: world.today, prices: [{ part: 'input', price: '1.5' }] }
    const { items } = await world.as<{ items: { id: string }[] }>('POST', '/api/prices', body)
    return { params: { id: items[0]?.id ?? '' } }
  }),

  'GET /api/projects/{id}/cause': row(ofTeam(200), project),
  'GET /api/alerts': row(signedIn(200)),
  'GET /api/alerts/open': row(signedIn(200)),
  'GET /api/alerts/{id}': row(ofTeam(200), (world) => ({ params: { id: world.breachId } })),
  'POST /api/alerts/{id}/acknowledge': row(ofTeam(200), (world) => ({
    params: { id: world.breachId },
    body: { reason: '확인 중' },
  })),
  ...BLOCKING_ROWS,

  'GET /api/home': row(signedIn(200)),
  'GET /api/unattributed': row(admin(200)),
  'GET /api/export/costs': row(signedIn(200), (world) => ({ query: { from: world.today, to: world.today } })),
  'GET /api/actions': row(signedIn(200), nothing, { speaksOfUs: true }),
  'GET /api/jobs': row(admin(200)),
  'POST /api/jobs/{name}/run': row(admin(202), () => ({ params: { name: 'tidy-up' } })),
  ...CALL_ROWS,
  ...OUTCOME_ROWS,
  ...CHANNEL_ROWS,
  ...KEY_ROWS,
}

/** The same lists narrowed to a team that is not one's own: what one may not see does not exist. */
export const NARROWED = [
  'GET /api/deliveries',
  'GET /api/projects',
  'GET /api/collections',
  'GET /api/blocks',
  'GET /api/actions',
  'GET /api/alerts',
  'GET /api/export/costs',
] as const
