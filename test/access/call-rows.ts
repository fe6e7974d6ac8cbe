import { all, ofTeam, type Row, row, signedIn } from './row.ts'
import { project } from './subjects.ts'
import type { World } from './world.ts'

const unknownCall = ({ own }: World) => ({
  params: { id: own.projectId, callId: Buffer.from('2026-11-23 nothing').toString('base64url') },
})

/** Programs come with a key of their project, and people have none. */
export const CALL_ROWS: Readonly<Record<string, Row>> = {
  'POST /api/calls': row(all(401), () => ({ body: { calls: [{ model: 'gpt-4o' }] } })),
  'GET /api/projects/{id}/calls': row(ofTeam(200), project),
  'GET /api/projects/{id}/value': row(ofTeam(200), project),
  'GET /api/compare': row(signedIn(200)),
  'GET /api/export/compare': row(signedIn(200)),
  'GET /api/projects/{id}/call-choices': row(ofTeam(200), project),
  'GET /api/projects/{id}/calls/{callId}': row(ofTeam(404), unknownCall),
}
