import { adminOnly, ofTeam, type Request, type Row, row, signedIn } from './row.ts'
import { freshProject, freshTeam, project, team } from './subjects.ts'
import type { World } from './world.ts'

const STOP = { grade: 'stop', reason: '접근 시험' }

/** Of a project that is bound to nothing, so that nothing is sent to OpenAI and other rows see no change. */
async function freshBlock(world: World): Promise<Request> {
  const { params } = await freshProject(world)
  const { id } = await world.as('POST', `/api/projects/${params?.id}/block`, STOP)
  return { params: { id } }
}

async function freshDrift(world: World): Promise<Request> {
  const { rows } = await world.server.runtime.database.pool.query<{ id: string }>(
    `insert into limit_changes (external_id, item, field, label, after, not_before, seen_at)
    values ($1, 'spend-limit', 'threshold_amount', '월 지출 한도', '$5.00', now(), now()) returning id`,
    [world.own.externalId],
  )
  return { params: { id: rows[0]?.id ?? '' } }
}

async function keyDeletion(world: World): Promise<Request> {
  const path = `/api/projects/${world.own.projectId}/api-keys`
  const { items } = await world.as<{ items: { id: string; confirmation: string }[] }>('GET', path)
  const { id: keyId = '', confirmation = '' } = items[0] ?? {}
  return { params: { id: world.own.projectId, keyId }, body: { confirmation, reason: '유출 의심' } }
}

export const BLOCKING_ROWS: Readonly<Record<string, Row>> = {
  'GET /api/projects/{id}/block': row(ofTeam(200), project),
  'POST /api/projects/{id}/block': row(ofTeam(202), async (world) => ({ ...(await freshProject(world)), body: STOP })),
  'GET /api/teams/{id}/block': row(ofTeam(200), team),
  'POST /api/teams/{id}/block': row(adminOnly(202), async (world, identity) => ({
    ...(identity === 'admin' ? await freshTeam(world) : team(world)),
    body: { ...STOP, grade: 'slow' },
  })),
  'GET /api/blocks': row(signedIn(200)),
  'POST /api/blocks/{id}/release-request': row(ofTeam(200), async (world) => ({
    ...(await freshBlock(world)),
    body: { reason: '고쳤습니다' },
  })),
  'POST /api/blocks/{id}/release': row(adminOnly(200), async (world) => ({
    ...(await freshBlock(world)),
    body: { approve: true, reason: '확인했습니다' },
  })),
  'POST /api/blocks/{id}/message': row(ofTeam(202), async (world) => ({
    ...(await freshBlock(world)),
    body: { text: '확인 후 연락 주세요.' },
  })),
  'GET /api/projects/{id}/api-keys': row(ofTeam(200), project),
  'POST /api/projects/{id}/api-keys/{keyId}/delete': row(adminOnly(204), keyDeletion),
  'GET /api/limits/drift': row(signedIn(200)),
  'POST /api/limits/drift/{id}/acknowledge': row(ofTeam(200), freshDrift),
}
