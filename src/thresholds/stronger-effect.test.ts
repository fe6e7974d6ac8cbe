import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorkbench, NOON, NOTIFY, person, type Workbench } from '../../test/thresholds/workbench.ts'
import type { Level } from './threshold.ts'

let bench: Workbench
let teamId: string
let projectId: string
beforeAll(async () => {
  bench = await createWorkbench()
  teamId = await bench.team('마케팅팀')
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.clock.set(NOON)
  projectId = await bench.project(teamId)
  bench.crossings.length = 0
  bench.overs.length = 0
})

const setDay = (limit: string, { levels }: { levels: readonly Level[] }) =>
  bench.thresholds.set(person(teamId, 'lead'), projectId, 'day', { limit, levels: [...levels] })
const percents = () => bench.crossings.map((crossing) => [...crossing.percents])

describe('an effect that is made stronger', () => {
  const stopAt = (stop: number) =>
    NOTIFY.map(({ percent }) => ({ percent, effect: percent === stop ? 'block' : 'notify' }) as const)

  test('on a level that was crossed already is done at once, and once', async () => {
    await setDay('500', { levels: NOTIFY })
    await bench.spend(projectId, '600')
    await setDay('500', { levels: stopAt(100) })
    expect(bench.crossings.at(-1)).toMatchObject({ percents: [100], effect: 'block', generation: 2 })
    await setDay('500', { levels: NOTIFY })
    expect(await bench.spend(projectId, '610')).toEqual([])
    expect(percents()).toEqual([[80, 100], [100]])
    expect(bench.overs).toEqual([])
  })

  test('on a level that is not reached any more waits for it to be reached, and nothing is said to be over', async () => {
    await setDay('500', { levels: NOTIFY })
    await bench.spend(projectId, '600')
    await bench.spend(projectId, '450')
    await setDay('500', { levels: stopAt(100) })
    expect(percents()).toEqual([[80, 100]])
    expect(bench.overs).toEqual([])
    expect(await bench.spend(projectId, '505')).toMatchObject([{ percents: [100], effect: 'block' }])
  })
})
