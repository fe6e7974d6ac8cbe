import { all, lead, ofTeam, type Request, type Row, row } from './row.ts'
import { project } from './subjects.ts'
import type { World } from './world.ts'

const path = ({ own }: World) => `/api/projects/${own.projectId}/outcomes`
const total = (world: World) => ({ day: world.today, task: `작업 ${world.fresh()}`, attempts: 10, successes: 7 })

async function freshTotal(world: World): Promise<Request> {
  const wanted = total(world)
  await world.as('POST', path(world), { outcomes: [wanted] })
  const query = new URLSearchParams({ task: wanted.task })
  const { items } = await world.as<{ items: { total: { id: string } }[] }>('GET', `${path(world)}?${query}`)
  return { params: { id: world.own.projectId, totalId: items[0]?.total.id ?? '' } }
}

async function freshSingle(world: World): Promise<Request> {
  const outcomeId = `outcome ${world.fresh()}`
  await world.as('POST', path(world), { outcomes: [{ id: outcomeId, success: true }] })
  return { params: { id: world.own.projectId, outcomeId } }
}

const file = (world: World): Request => ({
  ...project(world),
  csv: `날짜,작업 유형,시도 수,성공 수\n${world.today},작업 ${world.fresh()},10,7\n`,
})

/** Programs come with a key of their project; people have their own way in. */
export const OUTCOME_ROWS: Readonly<Record<string, Row>> = {
  'POST /api/outcomes': row(all(401), () => ({ body: { outcomes: [{ success: true }] } })),
  'GET /api/projects/{id}/outcomes': row(ofTeam(200), project),
  'POST /api/projects/{id}/outcomes': row(ofTeam(200), (world) => ({
    ...project(world),
    body: { outcomes: [total(world)] },
  })),
  'GET /api/projects/{id}/outcomes/singles': row(ofTeam(200), project),
  'GET /api/projects/{id}/outcomes/changes': row(ofTeam(200), project),
  'PUT /api/projects/{id}/outcomes/scale': row(lead(200), (world) => ({ ...project(world), body: { min: 1, max: 5 } })),
  'PATCH /api/projects/{id}/outcomes/totals/{totalId}': row(lead(204), async (world) => ({
    ...(await freshTotal(world)),
    body: { successes: 8, reason: '잘못 셈' },
  })),
  'DELETE /api/projects/{id}/outcomes/totals/{totalId}': row(lead(204), async (world) => ({
    ...(await freshTotal(world)),
    query: { reason: '잘못 입력' },
  })),
  'PATCH /api/projects/{id}/outcomes/singles/{outcomeId}': row(lead(204), async (world) => ({
    ...(await freshSingle(world)),
    body: { success: false, reason: '다시 확인' },
  })),
  'DELETE /api/projects/{id}/outcomes/singles/{outcomeId}': row(lead(204), async (world) => ({
    ...(await freshSingle(world)),
    query: { reason: '시험 호출' },
  })),
  'GET /api/projects/{id}/outcomes/template': row(ofTeam(200), project),
  'GET /api/projects/{id}/outcomes/export': row(ofTeam(200), project),
  'POST /api/projects/{id}/outcomes/csv/preview': row(ofTeam(200), file),
  'POST /api/projects/{id}/outcomes/csv/refused': row(ofTeam(200), file),
  'POST /api/projects/{id}/outcomes/csv': row(ofTeam(200), file),
}
