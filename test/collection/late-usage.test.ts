import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/platform/clock.ts'
import { countsOf, providerCounts } from './usage.ts'
import { createCollectionBench } from './workbench.ts'

const TODAY = '2026-11-23'
const TOMORROW = '2026-11-24'

describe('what the provider shows is counted by the next poll', () => {
  test.each([
    ['where it is a quarter of an hour behind', '05:35', { usageLagSeconds: 15 * 60 }],
    ['where it is three quarters of an hour behind', '05:35', { usageLagSeconds: 45 * 60 }],
    ['where it comes in lumps of 20 minutes', '05:35', { usageLagSeconds: 10 * 60, usageStepSeconds: 20 * 60 }],
    ['around midnight, three quarters of an hour behind', '23:20', { usageLagSeconds: 45 * 60 }],
  ])(
    '%s',
    async (_where, time, simulator) => {
      const bench = await createCollectionBench({
        at: `${TODAY}T${time}:00Z`,
        simulator: { ...simulator, historyDays: 2, projectCount: 2, organizations: 1 },
      })
      try {
        await bench.team('마케팅팀')
        for (let passed = 0; passed <= 2.5 * HOUR; passed += 10 * MINUTE) {
          await bench.polls.pollDue({ signal: bench.signal })
          const shown = await providerCounts(bench, TODAY, TOMORROW)
          expect(await countsOf(bench.db, TODAY, TOMORROW), bench.clock.now().toISOString()).toEqual(shown)
          bench.clock.advance(10 * MINUTE)
        }
      } finally {
        await bench.close()
      }
    },
    120_000,
  )
})
