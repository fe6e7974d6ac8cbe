import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { secondsOf, withSimulator } from './with-simulator.ts'

const COSTS = `organization/costs?start_time=${secondsOf('2026-11-01')}`

test.each([
  ['429', 429],
  ['500', 500],
  ['503', 503],
  ['401', 401],
  ['403', 403],
] as const)('%s hits so many matching requests and no other', async (kind, status) => {
  await withSimulator({}, async ({ simulator, json }) => {
    simulator.faults.push({ match: 'organization/costs', kind, times: 2, afterRequests: 1, retryAfterSeconds: 7 })
    expect((await json(COSTS)).status).toBe(200)
    expect((await json('organization/projects')).status).toBe(200)
    for (const _ of [1, 2]) {
      const answer = await json(COSTS)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('retry-after')).toBe(status === 429 || status === 503 ? '7' : null)
      expect(answer.body).toHaveProperty('error')
    }
    expect((await json(COSTS)).status).toBe(200)
    expect(simulator.faults.pending()).toEqual([])
  })
})

test('truncated, garbled and HTML answers are successes that cannot be read', async () => {
  await withSimulator({}, async ({ simulator, text }) => {
    const whole = await text(COSTS)
    simulator.faults.push(...(['truncate', 'html', 'garbage'] as const).map((kind) => ({ match: 'costs', kind })))
    const [cut, page, garbage] = [await text(COSTS), await text(COSTS), await text(COSTS)]
    expect(whole.startsWith(cut)).toBe(true)
    expect(page).toContain('502 Bad Gateway')
    for (const broken of [cut, page, garbage]) expect(() => JSON.parse(broken)).toThrow()
    expect(await text(COSTS)).toBe(whole)
  })
})

test('a stuck page says that there is more and leads nowhere', async () => {
  await withSimulator({}, async ({ simulator, json }) => {
    const { body } = await json(COSTS)
    expect(body).toMatchObject({ has_more: true, next_page: expect.stringMatching(/^page_/) })
    simulator.faults.push({ match: 'costs', kind: 'stuck-page', times: 2 })
    expect((await json(COSTS)).body).toMatchObject({ has_more: true, next_page: null })
    const page = 'page_AAAAAMTc5NTIxOTIwMA'
    expect((await json(`${COSTS}&page=${page}`)).body).toMatchObject({ has_more: true, next_page: page })
  })
})

test('reset, hanging and slow connections', async () => {
  await withSimulator({}, async ({ simulator, json, url }) => {
    simulator.faults.push(
      { match: 'costs', kind: 'reset' },
      { match: 'costs', kind: 'hang' },
      { match: 'costs', kind: 'slow', delayMs: 60 },
    )
    await expect(json(COSTS)).rejects.toThrow()
    const headers = { authorization: `Bearer ${simulator.keys.full}` }
    await expect(fetch(`${url}/${COSTS}`, { headers, signal: AbortSignal.timeout(80) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    const before = performance.now()
    expect((await json(COSTS)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(50)
  })
})

test('flaky fails at most twice in a row, so the official client with its retries gets through', async () => {
  await withSimulator({ scenario: 'flaky', seed: 3 }, async ({ json, url, simulator }) => {
    let inARow = 0
    let failures = 0
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const isFine = await json(COSTS).then(
        ({ status }) => status === 200,
        () => false,
      )
      inARow = isFine ? 0 : inARow + 1
      failures += isFine ? 0 : 1
      expect(inARow).toBeLessThanOrEqual(2)
    }
    expect(failures).toBeGreaterThan(3)
    const patient = new OpenAI({ adminAPIKey: simulator.keys.full, baseURL: url })
    await expect(patient.admin.organization.projects.retrieve(simulator.projects()[1]?.id ?? '')).resolves.toBeDefined()
  })
})
