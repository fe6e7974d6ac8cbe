import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OpenAiError, type OpenAiLimits } from '../../src/providers/openai/index.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

vi.setConfig({ testTimeout: 120_000 })

const SLOW = { grade: 'slow', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const
const OK = { approve: true, reason: '버그를 고쳤습니다' }
const ROW = 'rl-gpt-4o'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

/** Takes lower values and none that is higher again. */
function refusingToGiveBack(limits: OpenAiLimits): OpenAiLimits {
  return {
    ...limits,
    async updateRateLimit(access, row, changes) {
      const present = (await limits.readRateLimits(access)).find(({ id }) => id === row)?.figures
      const isHigher = Object.entries(changes).some(
        ([field, value]) => value > (Object.entries(present ?? {}).find(([name]) => name === field)?.[1] ?? 0),
      )
      if (row !== ROW || !isHigher) return limits.updateRateLimit(access, row, changes)
      throw new OpenAiError({
        kind: 'refused',
        status: 400,
        code: 'rate_limit_not_updatable',
        detail: 'no',
        param: null,
      })
    },
  }
}

test('what OpenAI did not let us give back is no original of the next block: its release gives back what was there first', async () => {
  const { id, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  const before = await bench.remote(externalId)
  const refused = bench.engine(refusingToGiveBack(bench.limits))
  for (const engine of [refused, bench.blocking]) {
    const block = await engine.blockProject(PERSON, id, SLOW)
    await engine.idle()
    await engine.carryOut()
    await engine.decideRelease(PERSON, block.id, OK)
    await engine.idle()
    await engine.carryOut()
  }
  const { rows } = await sql<{ state: string }>`select state from blocks`.execute(bench.db)
  expect(rows).toEqual([{ state: 'released' }, { state: 'released' }])
  expect(await bench.remote(externalId)).toEqual(before)
})
