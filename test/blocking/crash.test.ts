import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OpenAiLimits } from '../../src/providers/openai/index.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

vi.setConfig({ testTimeout: 240_000 })

const STOP = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const
const OK = { approve: true, reason: '버그를 고쳤습니다' }

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

class Crash extends Error {}

/** The process dies at its n-th request: just before it is sent, or after OpenAI has done it and before we know. */
function dyingAt(real: OpenAiLimits, count: number, when: 'before' | 'after'): OpenAiLimits {
  let made = 0
  const die =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      made += 1
      if (made > count || (made === count && when === 'before')) throw new Crash()
      const answer = await call(...args)
      if (made >= count) throw new Crash()
      return answer
    }
  return {
    ...real,
    readSpendLimit: die(real.readSpendLimit),
    writeSpendLimit: die(real.writeSpendLimit),
    removeSpendLimit: die(real.removeSpendLimit),
    readRateLimits: die(real.readRateLimits),
    updateRateLimit: die(real.updateRateLimit),
  }
}

const remoteState = () => bench.projects.map(({ externalId }) => bench.simulator.limitState(externalId))

function isStopped(externalId: string): boolean {
  const { spendLimitCents, rateLimits } = bench.simulator.limitState(externalId)
  const open = rateLimits.filter(
    (row) => !/^ft:|-shared$/.test(row.model) && (row.max_requests_per_1_minute > 0 || row.max_tokens_per_1_minute > 0),
  )
  return spendLimitCents !== null && open.length === 0
}

// Every kind of boundary: reading, the intent before the spend limit, after it, within the rows, at the last one, reading back.
const BOUNDARIES = [1, 2, 3, 4, 5, 6, 12, 21, 22, 23, 24]

test.each(['before', 'after'] as const)(
  'a process that dies %s any of its requests leaves a block that is brought into force, and a release that is finished',
  async (when) => {
    const before = remoteState()
    const { id: projectId, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
    for (const boundary of BOUNDARIES) {
      const dying = bench.engine(dyingAt(bench.limits, boundary, when))
      const block = await dying.blockProject(PERSON, projectId, STOP)
      await dying.idle()
      await bench.blocking.carryOut()
      expect(isStopped(externalId), `blocked, died ${when} request ${boundary}`).toBe(true)
      const dyingToo = bench.engine(dyingAt(bench.limits, boundary, when))
      await dyingToo.decideRelease(PERSON, block.id, OK)
      await dyingToo.idle()
      await bench.blocking.carryOut()
      expect(remoteState(), `released, died ${when} request ${boundary}`).toEqual(before)
    }
    const { rows } = await sql<{ state: string }>`select distinct state from blocks`.execute(bench.db)
    expect(rows).toEqual([{ state: 'released' }])
    const { rows: held } = await sql`select 1 from limit_holds where closed_at is null`.execute(bench.db)
    expect(held).toEqual([])
  },
)

test('writes that OpenAI answers and forgets are seen when they are read back, and repeated', async () => {
  const { id, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  bench.simulator.faults.push({
    match: `POST /v1/organization/projects/${externalId}/rate_limits`,
    kind: 'forget',
    times: 3,
  })
  bench.simulator.faults.push({ match: `POST /v1/organization/projects/${externalId}/spend_limit`, kind: 'forget' })
  await bench.blocking.blockProject(PERSON, id, STOP)
  await bench.settle()
  expect(isStopped(externalId)).toBe(true)
})

test('while OpenAI fails for a while, both layers are tried again and the block is in force in the end', async () => {
  const { id, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  bench.simulator.faults.push({ match: 'spend_limit', kind: '503', times: 5 })
  bench.simulator.faults.push({ match: 'POST /v1/organization/projects', kind: '429', times: 4, retryAfterSeconds: 30 })
  await bench.blocking.blockProject(PERSON, id, STOP)
  for (let minute = 0; minute < 6 && !isStopped(externalId); minute += 1) {
    await bench.settle()
    bench.clock.advance(60_000)
  }
  expect(isStopped(externalId)).toBe(true)
})

test('an OpenAI that asks for a day of patience is asked again within minutes: money goes on leaving', async () => {
  const { id, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  const match = 'POST /v1/organization/projects'
  bench.simulator.faults.push({ match, kind: '429', times: 4, retryAfterSeconds: 86_400 })
  await bench.blocking.blockProject(PERSON, id, STOP)
  for (let minute = 0; minute < 25 && !isStopped(externalId); minute += 1) {
    await bench.settle()
    bench.clock.advance(60_000)
  }
  expect(isStopped(externalId)).toBe(true)
})

test('any order of blocks, grades, teams and releases ends with what was there before', async () => {
  const before = remoteState()
  const deed = fc.oneof(
    fc.record({ do: fc.constant('block' as const), place: fc.nat(1), grade: fc.constantFrom('slow', 'stop') }),
    fc.record({
      do: fc.constant('team' as const),
      grade: fc.constantFrom('slow', 'stop'),
      deactivateKey: fc.boolean(),
    }),
    fc.record({ do: fc.constant('release' as const), place: fc.nat(3) }),
    fc.record({ do: fc.constant('settle' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 7 }), async (deeds) => {
      for (const one of deeds) {
        if (one.do === 'block') {
          const id = bench.projects[one.place]?.id ?? ''
          await bench.blocking.blockProject(PERSON, id, { ...STOP, grade: one.grade === 'slow' ? 'slow' : 'stop' })
        } else if (one.do === 'team') {
          const grade = one.grade === 'slow' ? 'slow' : 'stop'
          await bench.blocking.blockTeam(PERSON, bench.team.id, { ...STOP, grade, deactivateKey: one.deactivateKey })
        } else if (one.do === 'release') await releaseOne(one.place)
        else await bench.settle()
      }
      while (await releaseOne(0)) await bench.settle()
      await bench.settle()
      await bench.settle()
      expect(remoteState()).toEqual(before)
      expect((await bench.blocks()).every(({ state }) => state === 'released')).toBe(true)
    }),
    {
      numRuns: 12,
      examples: [
        [
          [
            { do: 'team', grade: 'slow', deactivateKey: true },
            { do: 'settle' },
            { do: 'team', grade: 'stop', deactivateKey: false },
          ],
        ],
      ],
    },
  )
})

async function releaseOne(place: number): Promise<boolean> {
  const { rows } = await sql<{
    id: string
  }>`select id from blocks where state = 'open' order by created_at, id`.execute(bench.db)
  const id = rows[place % Math.max(1, rows.length)]?.id
  if (!id) return false
  await bench.blocking.decideRelease(PERSON, id, OK)
  return true
}
