import { admin, lead, ofTeam, type Request, type Row, row, signedIn } from './row.ts'
import type { World } from './world.ts'

async function freshChannel(world: World): Promise<Request> {
  const channel = { teamId: world.own.teamId, kind: 'slack', name: `새 채널 ${world.fresh()}` }
  const { id } = await world.as('POST', '/api/channels', channel)
  return { params: { id } }
}

export const CHANNEL_ROWS: Readonly<Record<string, Row>> = {
  'GET /api/channels': row(ofTeam(200), (world) => ({ query: { teamId: world.own.teamId } })),
  'POST /api/channels': row(lead(201), (world) => ({
    body: { teamId: world.own.teamId, kind: 'slack', name: `채널 ${world.fresh()}` },
  })),
  'PATCH /api/channels/{id}': row(lead(200), async (world) => ({
    ...(await freshChannel(world)),
    body: { name: `고친 채널 ${world.fresh()}` },
  })),
  'DELETE /api/channels/{id}': row(lead(204), freshChannel),
  'POST /api/channels/{id}/test': row(lead(200), freshChannel),
  'POST /api/channels/mail-test': row(admin(200)),
  'GET /api/webhook-hosts': row(admin(200)),
  'PUT /api/webhook-hosts': row(admin(200), () => ({ body: { items: [], reason: '점검' } })),
  'GET /api/deliveries': row(signedIn(200)),
  'GET /api/deliveries/{id}': row(ofTeam(200), (world) => ({ params: { id: world.deliveryId } })),
}
