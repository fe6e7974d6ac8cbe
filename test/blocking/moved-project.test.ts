import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenedAlert } from '../../src/alerts/api.ts'
import type { Block, BlockState } from '../../src/blocking/api.ts'
import { createWorld, type Identity, type World } from '../access/world.ts'

vi.setConfig({ testTimeout: 60_000 })

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function ask<Body>(identity: Identity, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${world.server.url}${path}`, {
    method,
    headers: { ...world.headersOf(identity), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: JSON.parse(text) as Body }
}

async function projectOf(name: string, externalId: string): Promise<string> {
  const { id } = await world.as('POST', '/api/projects', { teamId: world.own.teamId, name })
  await world.as('POST', `/api/projects/${id}/bindings`, { externalIds: [externalId] })
  return id
}
const move = (id: string) =>
  world.as('POST', `/api/projects/${id}/move`, { teamId: world.other.teamId, reason: '조직 개편' })

test('a moved project shows its new team the block that stops it, and nothing else of its former team', async () => {
  const reason = '마케팅팀 전체 점검'
  const externalId = world.externalId(3)
  const moved = await projectOf('옮길 프로젝트', externalId)
  const earlier = await world.as('POST', `/api/projects/${moved}/block`, { reason: '지난 분기의 사정' })
  await world.as('POST', `/api/blocks/${earlier.id}/release`, { approve: true, reason: '해결' })
  await world.server.runtime.blocking.idle()
  const block = await world.as('POST', `/api/teams/${world.own.teamId}/block`, { reason })
  await world.server.runtime.blocking.idle()
  await ask('member', 'POST', `/api/blocks/${block.id}/release-request`, { reason: '우리 팀의 사정' })
  await move(moved)

  const seen = await ask<BlockState>('other team', 'GET', `/api/projects/${moved}/block`)
  expect(seen.body.blocks).toMatchObject([{ id: block.id, reason, teamName: world.own.name, requests: [] }])
  expect(new Set(seen.body.blocks[0]?.steps.map(({ target }) => target))).toEqual(new Set([externalId]))
  expect(seen.body.past).toEqual([])
  for (const trace of [world.own.externalId, world.own.projectId, '우리 팀의 사정', '지난 분기의 사정']) {
    expect(seen.text).not.toContain(trace)
  }
  expect((await ask('other team', 'POST', `/api/blocks/${block.id}/release-request`, { reason })).status).toBe(404)
  await world.as('POST', `/api/blocks/${block.id}/release`, { approve: true, reason: '점검이 끝났습니다' })
  await world.server.runtime.blocking.idle()
})

test('the open block of a moved project is its new team’s, who may ask for the release', async () => {
  const moved = await projectOf('막힌 프로젝트', world.externalId(4))
  const block = await world.as('POST', `/api/projects/${moved}/block`, { reason: '시험' })
  expect((await ask('other team', 'POST', `/api/blocks/${block.id}/release-request`, { reason: '고침' })).status).toBe(
    404,
  )
  await move(moved)
  const asked = await ask<Block>('other team', 'POST', `/api/blocks/${block.id}/release-request`, { reason: '고침' })
  expect([asked.status, asked.body.teamId]).toEqual([200, world.other.teamId])
  expect((await ask('member', 'POST', `/api/blocks/${block.id}/release-request`, { reason: '고침' })).status).toBe(404)
  const listed = await ask<{ items: Block[] }>('member', 'GET', '/api/blocks?state=unfinished')
  expect(listed.body.items.map(({ id }) => id)).not.toContain(block.id)
})

test('the open breach of a moved project is its new team’s, and the former one sees it no more', async () => {
  expect((await ask('other team', 'GET', `/api/alerts/${world.breachId}`)).status).toBe(404)
  await move(world.own.projectId)
  const opened = await ask<OpenedAlert>('other team', 'GET', `/api/alerts/${world.breachId}`)
  expect([opened.status, opened.body.teamId]).toEqual([200, world.other.teamId])
  expect((await ask('member', 'GET', `/api/alerts/${world.breachId}`)).status).toBe(404)
})
