import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { HOUR } from '../../src/platform/clock.ts'
import type { Crossing } from '../../src/thresholds/index.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

vi.setConfig({ testTimeout: 60_000 })

const STOP = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const projectId = (index: number) => bench.projects[index]?.id ?? ''

function crossing(index: number): Crossing {
  return {
    breachId: crypto.randomUUID(),
    thresholdId: crypto.randomUUID(),
    projectId: projectId(index),
    projectName: `project ${index}`,
    teamId: bench.team.id,
    teamName: bench.team.name,
    period: 'day',
    periodStart: '2026-11-23',
    resetsAt: new Date('2026-11-24T00:00:00Z'),
    percents: [100],
    highest: 100,
    generation: 1,
    effect: 'block',
    spend: '10',
    limit: '5',
    ratio: 2,
    isPast: false,
    detectedAt: bench.clock.now(),
    readingAt: bench.clock.now(),
  }
}

async function somebodyWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(bench.db)
    if (rows.length > 0) return
    await wait(20)
  }
}

/** Several connections at once; the embedded database has one. */
describe.runIf(inject('postgresUrl'))('at the same moment', () => {
  test('a block that is put off while its end is being brought about stays', async () => {
    const until = new Date(bench.clock.now().getTime() + HOUR)
    const { id } = await bench.blocking.blockProject(PERSON, projectId(0), {
      ...STOP,
      until: { kind: 'instant', at: until },
    })
    await bench.settle()
    bench.clock.set(until.toISOString())
    const { ending } = await bench.db.transaction().execute(async (tx) => {
      await sql`update blocks set until_kind = 'approval', until_at = null where id = ${id}`.execute(tx)
      const watching = bench.blocking.watch()
      await somebodyWaitsForALock()
      return { ending: watching }
    })
    await ending
    await bench.settle()
    expect(await bench.blocks()).toMatchObject([{ state: 'open' }])
  })

  test('a reading that stops several projects and a person who stops their team do not wait for each other', async () => {
    for (let round = 0; round < 12; round += 1) {
      const own = round % 2 === 0 ? [crossing(1), crossing(0)] : [crossing(0), crossing(1)]
      await Promise.all([
        bench.db.transaction().execute((tx) => bench.blocking.intend(tx, own)),
        bench.blocking.blockTeam(PERSON, bench.team.id, { ...STOP, deactivateKey: false }),
      ])
      await sql`update blocks set state = 'released'`.execute(bench.db)
    }
  })
})
