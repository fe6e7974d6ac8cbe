import { describe, expect, test } from 'vitest'
import { type Session, secondsOf, withSimulator } from './with-simulator.ts'

const COSTS = `organization/costs?start_time=${secondsOf('2026-11-01')}`
const PROJECTS = 'organization/projects'

function each(use: (session: Session) => Promise<void>) {
  return () => withSimulator({}, use)
}

describe('keys look real and do what they are named after', () => {
  test(
    'the full and the second key read one organization',
    each(async ({ simulator, text }) => {
      const { keys } = simulator
      expect(keys.full).toMatch(/^sk-admin-[A-Za-z0-9]{40,}abc1$/)
      expect(keys.projectKey).toMatch(/^sk-proj-/)
      expect(await text(COSTS, keys.second)).toBe(await text(COSTS, keys.full))
      expect(await text(COSTS, keys.readOnly)).toBe(await text(COSTS, keys.full))
    }),
  )

  test(
    'a missing scope is a 403 with a bare string',
    each(async ({ simulator, json }) => {
      const { noCosts, noManagement, projectKey } = simulator.keys
      const cases = [
        [COSTS, noCosts, 'api.usage.read'],
        [COSTS, projectKey, 'api.usage.read'],
        [PROJECTS, noManagement, 'api.management.read'],
        [PROJECTS, projectKey, 'api.management.read'],
      ] as const
      for (const [path, key, scope] of cases) {
        const { status, body } = await json(path, key)
        expect(status).toBe(403)
        expect(body).toEqual({ error: expect.stringContaining(`Missing scopes: ${scope}.`) })
      }
      expect((await json(PROJECTS, noCosts)).status).toBe(200)
      expect((await json(COSTS, noManagement)).status).toBe(200)
    }),
  )

  test(
    'a revoked, unknown, foreign or missing key is a 401 with the standard body',
    each(async ({ simulator, json, url }) => {
      for (const key of [simulator.keys.revoked, simulator.keys.otherOrganization, 'sk-admin-nobody-knows-this-one']) {
        const { status, body } = await json(COSTS, key)
        expect(status).toBe(401)
        expect(body).toEqual({
          error: { message: expect.any(String), type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
        })
        expect(JSON.stringify(body)).not.toContain(key)
      }
      expect((await fetch(`${url}/${PROJECTS}`)).status).toBe(401)
    }),
  )

  test(
    'a read-only key cannot change anything, an admin key cannot call a model',
    each(async ({ simulator, as, url }) => {
      const project = simulator.projects()[0]?.id ?? ''
      const limit = { threshold_amount: 100, currency: 'USD', interval: 'month' } as const
      const readOnly = as(simulator.keys.readOnly).admin.organization.projects
      await expect(readOnly.spendLimit.update(project, limit)).rejects.toMatchObject({
        status: 403,
        error: expect.stringContaining('api.management.write'),
      })
      const headers = { authorization: `Bearer ${simulator.keys.full}` }
      expect((await fetch(`${url}/models`, { headers })).status).toBe(403)
    }),
  )

  test(
    'answers carry the headers of the real ones',
    each(async ({ json }) => {
      const [first, second] = [await json(COSTS), await json(COSTS)]
      expect(first.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
      expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
      expect(first.headers.get('openai-organization')).toMatch(/^org-/)
      expect(first.headers.get('openai-version')).toBe('2020-10-01')
      expect(Number(first.headers.get('openai-processing-ms'))).toBeGreaterThan(0)
    }),
  )
})

test('the admin API has a limit per key and endpoint when asked to', async () => {
  await withSimulator({ adminRequestsPerMinute: 2 }, async ({ json, simulator }) => {
    await json(COSTS)
    await json(COSTS)
    const refused = await json(COSTS)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBe(60)
    expect((await json(PROJECTS)).status).toBe(200)
    expect((await json(COSTS, simulator.keys.second)).status).toBe(200)
  })
  await withSimulator({ adminRequestsPerMinute: 0, adminRetryAfter: false }, async ({ json }) => {
    expect((await json(COSTS)).headers.has('retry-after')).toBe(false)
  })
})
