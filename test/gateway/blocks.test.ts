import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlockState } from '../../src/blocking/api.ts'
import { requester } from '../access/world.ts'
import { setUpAdmin } from '../support/client.ts'
import { requestText, sendRaw } from './raw.ts'
import { json, startUpstream, type Upstream } from './upstream.ts'
import { addProject, openWorkbench, settle, storedCalls, storeProviderKey, until, type Workbench } from './workbench.ts'

let upstream: Upstream
let bench: Workbench
let as: ReturnType<typeof requester>
beforeAll(async () => {
  upstream = await startUpstream()
  upstream.answers(json({ object: 'list' }))
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
  as = requester(await setUpAdmin(bench))
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
})

const ROUTES = [
  ['POST', '/chat/completions'],
  ['POST', '/responses'],
  ['POST', '/embeddings'],
  ['POST', '/files'],
  ['GET', '/files'],
  ['POST', '/batches'],
  ['POST', '/audio/speech'],
  ['POST', '/audio/transcriptions'],
  ['POST', '/images/generations'],
  ['POST', '/moderations'],
  ['GET', '/models'],
  ['PUT', '/nobody/knows/this'],
  ['GET', ''],
] as const

const call = (method: string, path: string, headers: readonly string[]) =>
  sendRaw(
    bench.url,
    requestText(method, `/openai/v1${path}`, [...headers, 'Content-Type: application/json'], '{"model":"gpt-4o"}'),
  )

test('a blocked project is refused on every route, with either key, and each refusal is a record', async () => {
  const { id } = await as<{ id: string }>('POST', `/api/projects/${bench.project.id}/block`, {
    grade: 'stop',
    reason: '무한 재시도로 추정',
    until: { kind: 'approval' },
  })
  const stored = [`Authorization: Bearer ${bench.project.key}`]
  const own = ['Authorization: Bearer sk-own-key-of-the-caller', `x-finops-key: ${bench.project.key}`]
  await until(async () => (await call('GET', '/models', stored)).head.startsWith('HTTP/1.1 403'))
  const seen = upstream.seen.length
  for (const headers of [stored, own]) {
    for (const [method, path] of ROUTES) {
      const answer = await call(method, path, headers)
      expect(answer.head).toMatch(/^HTTP\/1\.1 403 /)
      expect(answer.head).toContain('x-should-retry: false')
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        error: { code: 'finops_blocked', message: expect.stringContaining('이지훈') },
      })
    }
  }
  expect(upstream.seen.length).toBe(seen)
  const calls = await storedCalls(bench, 2 * ROUTES.length)
  const refused = calls.filter(({ result }) => result === 'refused')
  expect(refused.length).toBeGreaterThanOrEqual(2 * ROUTES.length)
  expect(new Set(refused.map(({ problem_code: code }) => code))).toEqual(new Set(['finops_blocked']))

  await until(async () => (await stepOf(id))?.state === 'done')
  const step = await stepOf(id)
  expect(step).toMatchObject({ kind: 'gateway', direction: 'apply', done: 1, total: 1 })
  await as('POST', `/api/blocks/${id}/release`, { approve: true, reason: '고쳤습니다' })
  await until(async () => (await call('GET', '/models', stored)).head.startsWith('HTTP/1.1 200'))
})

const stepOf = async (id: string) => {
  const { blocks } = await as<BlockState>('GET', `/api/projects/${bench.project.id}/block`)
  return blocks.find((block) => block.id === id)?.steps[0]
}

test('a blocked team stops all of its projects, and no other team’s; a slowed project calls on', async () => {
  const other = await addProject(bench.runtime, { team: '개발팀', name: '검색' })
  await storeProviderKey(bench.runtime, other.id, 'sk-other-project-key-0000')
  await settle(bench)
  const statusOf = async (key: string) =>
    (await call('GET', '/models', [`Authorization: Bearer ${key}`])).head.slice(9, 12)
  await as('POST', `/api/teams/${other.teamId}/block`, {
    grade: 'stop',
    reason: '점검',
    until: { kind: 'approval' },
    deactivateKey: false,
  })
  await until(async () => (await statusOf(other.key)) === '403')
  expect(await statusOf(bench.project.key)).toBe('200')
  await as('POST', `/api/projects/${bench.project.id}/block`, {
    grade: 'slow',
    reason: '느리게',
    until: { kind: 'approval' },
  })
  await settle(bench)
  expect(await statusOf(bench.project.key)).toBe('200')
})
