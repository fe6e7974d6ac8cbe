import { describe, expect, test } from 'vitest'
import { DAY, SECOND } from '../platform/clock.ts'
import { TEXT_MODELS } from './catalogue.ts'
import { type Session, secondsOf, withSimulator } from './with-simulator.ts'

const projectOf = ({ simulator }: Session, index = 0) => simulator.projects()[index]?.id ?? ''
const cents = (threshold_amount: number) => ({ threshold_amount, currency: 'USD', interval: 'month' }) as const

function setRequests({ admin }: Session, project_id: string, model: string, max_requests_per_1_minute: number) {
  const { rateLimits } = admin.admin.organization.projects
  return rateLimits.updateRateLimit(`rl-${model}`, { project_id, max_requests_per_1_minute })
}

const requestsOf = ({ simulator }: Session, projectId: string, model: string) =>
  simulator.limitState(projectId).rateLimits.find((row) => row.model === model)?.max_requests_per_1_minute

describe('writes that do not stick', () => {
  test('are answered as if they had been done, and change nothing', async () => {
    await withSimulator({}, async (session) => {
      const { simulator, admin } = session
      const { projects } = admin.admin.organization
      const project = projectOf(session)
      simulator.faults.push({ match: '/rate_limits/rl-gpt-4o', kind: 'forget' })
      expect((await setRequests(session, project, 'gpt-4o', 0)).max_requests_per_1_minute).toBe(0)
      expect(requestsOf(session, project, 'gpt-4o')).toBe(10_000)
      await setRequests(session, project, 'gpt-4o', 0)
      expect(requestsOf(session, project, 'gpt-4o')).toBe(0)

      simulator.faults.push({ match: 'spend_limit', kind: 'forget' })
      expect((await projects.spendLimit.update(project, cents(1))).threshold_amount).toBe(1)
      await expect(projects.spendLimit.retrieve(project)).rejects.toMatchObject({ status: 404 })
      await projects.spendLimit.update(project, cents(1))
      simulator.faults.push({ match: 'DELETE', kind: 'forget' })
      await projects.spendLimit.delete(project)
      expect((await projects.spendLimit.retrieve(project)).threshold_amount).toBe(1)
    })
  })

  test('a refusal names the scope that the request would have needed', async () => {
    await withSimulator({}, async (session) => {
      session.simulator.faults.push({ match: 'rl-gpt-4o', kind: '403' })
      await expect(setRequests(session, projectOf(session), 'gpt-4o', 0)).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('Missing scopes: api.management.write.'),
      })
    })
  })
})

describe('what others do meanwhile', () => {
  test('another admin changes a spend limit and a rate limit', async () => {
    await withSimulator({}, async (session) => {
      const projectId = projectOf(session)
      const changed = session.simulator.changeLimits({
        projectId,
        spendLimitCents: 5_000,
        rateLimits: [{ model: 'gpt-4o', max_requests_per_1_minute: 7 }],
      })
      expect(changed).toEqual(session.simulator.limitState(projectId))
      expect(changed.spendLimitCents).toBe(5_000)
      expect(requestsOf(session, projectId, 'gpt-4o')).toBe(7)
      expect(session.simulator.changeLimits({ projectId, spendLimitCents: null }).spendLimitCents).toBeNull()
    })
  })

  test('rows that were zero are healthy again, and let calls through', async () => {
    await withSimulator({}, async (session) => {
      const projectId = projectOf(session)
      const before = session.simulator.limitState(projectId)
      await setRequests(session, projectId, 'gpt-4o', 0)
      await setRequests(session, projectId, 'gpt-4o-mini', 0)
      session.simulator.changeLimits({ projectId, resetRateLimits: ['gpt-4o'] })
      expect(requestsOf(session, projectId, 'gpt-4o')).toBe(10_000)
      expect(requestsOf(session, projectId, 'gpt-4o-mini')).toBe(0)
      const messages = [{ role: 'user' as const, content: '안녕하세요' }]
      await expect(session.caller.chat.completions.create({ model: 'gpt-4o', messages })).resolves.toBeDefined()
      session.simulator.changeLimits({ projectId, resetRateLimits: true })
      expect(session.simulator.limitState(projectId)).toEqual(before)
    })
  })

  test('OpenAI brings a model out, which has a row of its own from then on', async () => {
    await withSimulator({}, async (session) => {
      const projectId = projectOf(session)
      session.simulator.changeLimits({ projectId, rateLimits: [{ model: 'gpt-7' }] })
      expect(requestsOf(session, projectId, 'gpt-7')).toBe(10_000)
      await setRequests(session, projectId, 'gpt-7', 0)
      expect(requestsOf(session, projectId, 'gpt-7')).toBe(0)
      await expect(setRequests(session, projectId, 'gpt-7', 10_001)).rejects.toMatchObject({
        code: 'organization_rate_limit_exceeded',
      })
    })
  })
})

describe('runaways', () => {
  test('a named project runs away with the model that it uses most', async () => {
    const options = {
      scenario: 'runaway' as const,
      runawayProject: 'marketing-copy',
      runawayLoop: { callsPerMinute: 600 },
    }
    await withSimulator(options, async (session) => {
      const projectId = session.simulator.projects().find(({ name }) => name === 'marketing-copy')?.id ?? ''
      const spentIn = (minutes: number, from: number) =>
        Number(
          session.simulator.spent(
            projectId,
            new Date((from + minutes * 60) * SECOND),
            new Date((from + minutes * 60 + 60) * SECOND),
          ),
        )
      const start = session.seconds()
      const loop = (600 * (1_500 * 2 + 300 * 0.5 + 350 * 8)) / 1e6
      expect(spentIn(5, start) - spentIn(-5, start)).toBeGreaterThan(loop * 0.9)
      expect(spentIn(5, start) - spentIn(-5, start)).toBeLessThan(loop * 1.1)
    })
    await expect(withSimulator({ ...options, runawayProject: 'nobody' }, async () => {})).rejects.toThrow(RangeError)
  })

  test('another one begins on request, and any split of it adds up', async () => {
    await withSimulator({}, async ({ simulator }) => {
      const projectId = simulator.projects()[1]?.id ?? ''
      const from = simulator.now()
      const quiet = Number(simulator.spent(projectId, from, new Date(from.getTime() + DAY)))
      const startsAt = simulator.startRunaway({
        projectId,
        afterSeconds: 90,
        loop: { callsPerMinute: 1_000, output: 4_000 },
      })
      expect(startsAt.getTime()).toBe(from.getTime() + 90 * SECOND)
      const at = [0, 89_000, 95_000, 3_600_000, DAY].map((ms) => new Date(from.getTime() + ms))
      const parts = at.slice(1).map((to, index) => Number(simulator.spent(projectId, at[index] ?? to, to)))
      const whole = Number(simulator.spent(projectId, from, new Date(from.getTime() + DAY)))
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole, 6)
      expect(whole).toBeGreaterThan(quiet + 1_000)
    })
  })
})

test('a runaway ends when somebody repairs the program, and what it has cost stays', async () => {
  await withSimulator({}, async ({ simulator }) => {
    const projectId = simulator.projects()[0]?.id ?? ''
    const from = simulator.startRunaway({ projectId })
    simulator.advance(600)
    const spent = simulator.spent(projectId, from, simulator.now())
    expect(simulator.endRunaways(projectId)).toBe(1)
    expect(simulator.endRunaways(projectId)).toBe(0)
    const end = simulator.now()
    simulator.advance(600)
    expect(simulator.spent(projectId, from, end)).toBe(spent)
    expect(Number(simulator.spent(projectId, end, simulator.now()))).toBeLessThan(Number(spent) / 10)
  })
})

describe('usage', () => {
  test('that comes in lumps is there in the end, to the last token', async () => {
    const read = async (usageStepSeconds: number | undefined) =>
      withSimulator({ usageStepSeconds, usageLagSeconds: 60 }, async (session) => {
        const start = secondsOf('2026-11-23') + 4 * 3_600
        const ask = async () => {
          const query = `start_time=${start}&end_time=${start + 3_600}&bucket_width=1h&group_by[]=model&group_by[]=project_id`
          return session.text(`organization/usage/completions?${query}`)
        }
        const early = await ask()
        session.simulator.advance(3_600)
        return { early, late: await ask() }
      })
    const [smooth, lumpy] = [await read(undefined), await read(420)]
    expect(lumpy.early).not.toBe(smooth.early)
    expect(lumpy.late).toBe(smooth.late)
  })

  test('each kind of use takes its lump at a minute of its own', async () => {
    await withSimulator({ usageStepSeconds: 600, usageLagSeconds: 0 }, async (session) => {
      const start = session.seconds() - 1_800
      const last = new Map<string, number>()
      const { body } = await session.json(
        `organization/usage/completions?start_time=${start}&bucket_width=1m&group_by[]=model&group_by[]=project_id`,
      )
      const page = body as { data: { start_time: number; results: { project_id: string; model: string }[] }[] }
      for (const { start_time, results } of page.data) {
        for (const row of results) last.set(`${row.project_id} ${row.model}`, start_time)
      }
      expect(new Set(last.values()).size).toBeGreaterThan(3)
    })
  })

  test('may be seen to the second, for a demo', async () => {
    await withSimulator({ usageStepSeconds: 5, usageLagSeconds: 5, scenario: 'runaway' }, async (session) => {
      session.simulator.advance(60 + 15)
      const query = `start_time=${session.seconds() - 60}&bucket_width=1m&project_ids=${projectOf(session)}`
      const { body } = await session.json(`organization/usage/completions?${query}`)
      const page = body as { data: { results: { num_model_requests: number }[] }[] }
      expect(page.data.at(-1)?.results[0]?.num_model_requests).toBeGreaterThanOrEqual(150)
    })
  })

  test('of a model that no price list knows appears where it is asked for, with a row among the limits', async () => {
    const models = (session: Session) => session.simulator.limitState(projectOf(session)).rateLimits.length
    const known = await withSimulator({}, async (session) => models(session))
    expect(known).toBeGreaterThan(TEXT_MODELS.length)
    await withSimulator({ hasNewModel: true }, async (session) => {
      expect(models(session)).toBe(known + 1)
      expect(
        await session.text(`organization/usage/completions?start_time=${secondsOf('2026-11-20')}&group_by[]=model`),
      ).toContain('"model":"gpt-6-mini-2026-11-12"')
      expect(
        session.simulator.truth.costs({ from: '2026-11-18', to: '2026-11-18' }).map((row) => row.lineItem),
      ).toContain('gpt-6-mini-2026-11-12, output')
    })
  })
})

test('keys tell when they were last used', async () => {
  await withSimulator({ scenario: 'runaway' }, async (session) => {
    session.simulator.advance(600)
    const keys: (number | null)[] = []
    const { apiKeys } = session.admin.admin.organization.projects
    for await (const key of apiKeys.list(projectOf(session))) keys.push(key.last_used_at)
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(secondsOf('2026-11-23') + 5 * 3_600)
  })
})
