import type OpenAI from 'openai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { fixedClock } from '../platform/clock.ts'
import { type Session, secondsOf, withSimulator } from './with-simulator.ts'

type OfficialLimit = Awaited<ReturnType<OpenAI['admin']['organization']['projects']['spendLimit']['retrieve']>>
type OfficialRow = Awaited<ReturnType<OpenAI['admin']['organization']['projects']['rateLimits']['updateRateLimit']>>

const SpendLimit = z.object({
  object: z.literal('project.spend_limit'),
  threshold_amount: z.int(),
  currency: z.literal('USD'),
  interval: z.literal('month'),
  enforcement: z.object({ status: z.enum(['inactive', 'enforcing']) }),
})
const RateLimit = z.object({
  object: z.literal('project.rate_limit'),
  id: z.string(),
  model: z.string(),
  max_requests_per_1_minute: z.int(),
  max_tokens_per_1_minute: z.int(),
})
const Minutes = z.object({
  data: z.array(z.object({ start_time: z.int(), results: z.array(z.object({ num_model_requests: z.int() })) })),
})

const limit = (threshold_amount: number) => ({ threshold_amount, currency: 'USD', interval: 'month' }) as const
const firstProject = ({ simulator }: Session) => simulator.projects()[0]?.id ?? ''
const say = (client: OpenAI, model = 'gpt-4o') =>
  client.chat.completions.create({ model, messages: [{ role: 'user', content: '안녕하세요' }] })

/** Requests per minute of the first project, from `from` (seconds) to now; the last minute may be a part. */
async function requestsPerMinute(session: Session, from: number): Promise<number[]> {
  const query = `start_time=${from}&bucket_width=1m&limit=1440&project_ids=${firstProject(session)}`
  const { data } = Minutes.parse((await session.json(`organization/usage/completions?${query}`)).body)
  return data.map((bucket) => bucket.results[0]?.num_model_requests ?? 0)
}

describe('hard spend limits', () => {
  test('none is a 404; set, read, replaced, removed', async () => {
    expectTypeOf<z.infer<typeof SpendLimit>>().toExtend<OfficialLimit>()
    await withSimulator({}, async (session) => {
      const { spendLimit } = session.admin.admin.organization.projects
      const project = firstProject(session)
      await expect(spendLimit.retrieve(project)).rejects.toMatchObject({ status: 404 })
      expect(SpendLimit.parse(await spendLimit.update(project, limit(90_000_000))).enforcement.status).toBe('inactive')
      expect(SpendLimit.parse(await spendLimit.update(project, limit(1))).enforcement.status).toBe('enforcing')
      expect((await spendLimit.retrieve(project)).threshold_amount).toBe(1)
      expect(await spendLimit.delete(project)).toEqual({ object: 'project.spend_limit.deleted', deleted: true })
      await expect(spendLimit.delete(project)).rejects.toMatchObject({ status: 404 })
      for (const wrong of [0, 1.5])
        await expect(spendLimit.update(project, limit(wrong))).rejects.toMatchObject({ status: 400 })
    })
  })

  test('a reached limit refuses with its own code until it is lifted', async () => {
    await withSimulator({}, async (session) => {
      const { projects, spendLimit } = session.admin.admin.organization
      await projects.spendLimit.update(firstProject(session), limit(1))
      await expect(say(session.caller)).rejects.toMatchObject({
        status: 429,
        code: 'project_spend_limit_exceeded',
        type: 'insufficient_quota',
      })
      await projects.spendLimit.update(firstProject(session), limit(90_000_000))
      await expect(say(session.caller)).resolves.toBeDefined()
      expect(await spendLimit.update(limit(1))).toMatchObject({ object: 'organization.spend_limit' })
      await expect(say(session.caller)).rejects.toMatchObject({ code: 'organization_spend_limit_exceeded' })
      expect(await spendLimit.delete()).toMatchObject({ object: 'organization.spend_limit.deleted' })
      await expect(say(session.caller)).resolves.toBeDefined()
    })
  })

  test('it trips at the instant the money is spent, whenever somebody looks, and opens with the next month', async () => {
    const trippedAt = async (steps: readonly number[]) =>
      withSimulator({ clock: fixedClock('2026-11-02T00:00:00Z') }, async (session) => {
        await session.admin.admin.organization.projects.spendLimit.update(firstProject(session), limit(10_000))
        for (const hours of steps) {
          session.simulator.advance(hours * 3_600)
          session.simulator.limits()
        }
        const stop = session.simulator.limits().interruptions[0]
        return { from: stop?.from ?? 0, to: stop?.to ?? 0 }
      })
    const [rarely, often] = [await trippedAt([800]), await trippedAt(Array<number>(80).fill(10))]
    expect(Math.abs(rarely.from - often.from)).toBeLessThanOrEqual(2_000)
    expect(new Date(rarely.from).toISOString().slice(0, 7)).toBe('2026-11')
    expect([rarely.to, often.to]).toEqual(Array(2).fill(secondsOf('2026-12-01') * 1_000))
  })
})

describe('the runaway', () => {
  const start = Date.parse('2026-11-23T05:00:00Z') / 1_000

  test('makes more than fifteen times the usual calls until a spend limit stops it', async () => {
    await withSimulator({ scenario: 'runaway', limitDelaySeconds: 120, usageLagSeconds: 0 }, async (session) => {
      session.simulator.advance(600)
      const before = await requestsPerMinute(session, start - 600)
      const usual = Math.max(...before.slice(0, 10))
      expect(Math.min(...before.slice(11, 20))).toBeGreaterThan(15 * usual)
      await session.admin.admin.organization.projects.spendLimit.update(firstProject(session), limit(1))
      session.simulator.advance(600)
      const after = await requestsPerMinute(session, start + 600)
      expect(after.slice(0, 2).every((count) => count > 15 * usual)).toBe(true)
      expect(after.slice(2)).toEqual(Array(9).fill(0))
    })
  })

  test.each([
    ['a rate limit of zero', async (session: Session) => setRequests(session, 'gpt-4o', 0)],
    ['deleting its key', async (session: Session) => deleteFirstKey(session)],
    [
      'archiving its project',
      async (session: Session) => session.admin.admin.organization.projects.archive(firstProject(session)),
    ],
  ])('%s stops it at once', async (_name, stop) => {
    await withSimulator({ scenario: 'runaway', usageLagSeconds: 0 }, async (session) => {
      session.simulator.advance(600)
      await stop(session)
      session.simulator.advance(600)
      expect(Math.max(...(await requestsPerMinute(session, start + 600)))).toBeLessThan(60)
      await expect(say(session.caller)).rejects.toMatchObject({
        status: expect.toSatisfy((one) => one === 429 || one === 401),
      })
    })
  })

  test('a lowered rate limit slows it down to what is let through', async () => {
    await withSimulator({ scenario: 'runaway', usageLagSeconds: 0 }, async (session) => {
      session.simulator.advance(600)
      await setRequests(session, 'gpt-4o', 100)
      session.simulator.advance(600)
      await setRequests(session, 'gpt-4o', 10_000)
      session.simulator.advance(600)
      const [slow, fast] = [
        await requestsPerMinute(session, start + 600),
        await requestsPerMinute(session, start + 1_200),
      ]
      expect(slow.slice(0, 10).every((count) => count >= 100 && count < 160)).toBe(true)
      expect(fast.slice(0, 10).every((count) => count >= 900)).toBe(true)
    })
  })

  test('its use before the stop stays on the bill', async () => {
    await withSimulator({ scenario: 'runaway' }, async (session) => {
      session.simulator.advance(3_600)
      await session.admin.admin.organization.projects.spendLimit.update(firstProject(session), limit(1))
      session.simulator.advance(3 * 86_400)
      const rows = session.simulator.truth.costs({ from: '2026-11-23', to: '2026-11-23' })
      const output = rows.find(
        (row) => row.projectId === firstProject(session) && row.lineItem === 'gpt-4o-2024-08-06, output',
      )
      expect(Number(output?.amount)).toBeGreaterThan(59 * 900 * 350 * 1e-5)
      expect(Number(output?.amount)).toBeLessThan(59 * 900 * 350 * 1e-5 + 20)
    })
  })
})

async function deleteFirstKey(session: Session) {
  const project_id = firstProject(session)
  const id = session.simulator.projects()[0]?.apiKeys[0]?.id ?? ''
  return session.admin.admin.organization.projects.apiKeys.delete(id, { project_id })
}

function setRequests(session: Session, model: string, max_requests_per_1_minute: number) {
  const params = { project_id: firstProject(session), max_requests_per_1_minute }
  return session.admin.admin.organization.projects.rateLimits.updateRateLimit(`rl-${model}`, params)
}

describe('rate limits', () => {
  test('rows keep to the official shape, one per model and some that nobody can change', async () => {
    expectTypeOf<z.infer<typeof RateLimit>>().toExtend<OfficialRow>()
    await withSimulator({}, async (session) => {
      const models: string[] = []
      const { rateLimits } = session.admin.admin.organization.projects
      for await (const row of rateLimits.listRateLimits(firstProject(session), { limit: 6 }))
        models.push(RateLimit.parse(row).model)
      expect(models.length).toBeGreaterThanOrEqual(20)
      expect(models).toEqual(
        expect.arrayContaining(['*default', 'gpt-4o', 'gpt-4o-shared', expect.stringMatching(/^ft:/)]),
      )
      for (const model of ['gpt-4o-shared', models.find((one) => one.startsWith('ft:')) ?? '']) {
        await expect(setRequests(session, model, 0)).rejects.toMatchObject({
          status: 400,
          code: 'rate_limit_not_updatable',
        })
      }
    })
  })

  test('zero refuses at once, another number counts, and more than the organization has is refused', async () => {
    await withSimulator({}, async (session) => {
      await setRequests(session, 'gpt-4o', 0)
      await expect(say(session.caller)).rejects.toMatchObject({
        status: 429,
        code: 'rate_limit_exceeded',
        type: 'requests',
        message: expect.stringContaining('Limit 0, Used 0, Requested 1'),
      })
      await expect(say(session.caller, 'gpt-4o-mini')).resolves.toBeDefined()
      await setRequests(session, 'gpt-4o', 2)
      await say(session.caller)
      await say(session.caller)
      await expect(say(session.caller)).rejects.toMatchObject({ status: 429 })
      session.simulator.advance(60)
      await expect(say(session.caller)).resolves.toBeDefined()
      await expect(setRequests(session, 'gpt-4o', 10_001)).rejects.toMatchObject({
        status: 400,
        code: 'organization_rate_limit_exceeded',
        message: expect.stringContaining('max_requests_per_1_minute'),
      })
      await expect(setRequests(session, 'nothing', 0)).rejects.toMatchObject({
        code: 'rate_limit_does_not_exist_for_org_and_model',
      })
    })
  })

  test('a field that the row shows may be refused', async () => {
    await withSimulator({}, async (session) => {
      const { rateLimits } = session.admin.admin.organization.projects
      const params = { project_id: firstProject(session), max_tokens_per_1_minute: 0 }
      await expect(rateLimits.updateRateLimit('rl-dall-e-3', params)).rejects.toMatchObject({
        status: 400,
        code: 'invalid_rate_limit_type',
      })
    })
  })
})
