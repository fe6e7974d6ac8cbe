import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorkbench, MONDAY, NOON, TODAY, type Workbench } from '../../test/thresholds/workbench.ts'

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
})

describe('a reading', () => {
  test('that jumps over several levels is one crossing that names them all', async () => {
    await bench.writeThreshold(projectId, '500')
    const crossed = await bench.spend(projectId, '742')
    expect(crossed).toMatchObject([
      {
        percents: [80, 100],
        highest: 100,
        generation: 1,
        effect: 'notify',
        spend: '742',
        limit: '500',
        ratio: 1.484,
        isPast: false,
        teamName: '마케팅팀',
        period: 'day',
        periodStart: TODAY,
        resetsAt: new Date('2026-11-23T00:00:00Z'),
      },
    ])
    expect(await bench.breaches(projectId)).toMatchObject([{ spend: '742', limit: '500', highest: 100 }])
    expect(await bench.stateOf(projectId)).toBe('exceeded')
  })

  test('that is judged again crosses nothing again; a lower one takes nothing back', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.spend(projectId, '742')
    expect(await bench.spend(projectId, '742')).toEqual([])
    expect(await bench.spend(projectId, '420')).toEqual([])
    expect(await bench.spend(projectId, '742')).toEqual([])
    expect(await bench.breaches(projectId)).toMatchObject([{ spend: '742', highest: 100 }])
    expect(await bench.spend(projectId, '750')).toMatchObject([{ percents: [150], highest: 150, generation: 1 }])
  })

  test('counts for its day and for its week', async () => {
    await bench.writeThreshold(projectId, '500')
    await bench.writeThreshold(projectId, '1000', { period: 'week' })
    await bench.spend(projectId, '801', MONDAY)
    const crossed = await bench.spend(projectId, '399')
    expect(crossed).toMatchObject([{ period: 'week', periodStart: MONDAY, percents: [100], spend: '1200' }])
  })

  test('of no project with a threshold, of credits, and of another currency opens nothing', async () => {
    expect(await bench.spend(projectId, '742')).toEqual([])
    await bench.writeThreshold(projectId, '0')
    expect(await bench.spend(projectId, '-5')).toEqual([])
    expect(await bench.breaches(projectId)).toEqual([])
  })

  test('for yesterday opens its breach late, told as past and never to block', async () => {
    bench.clock.set('2026-11-21T09:00:00Z')
    await bench.writeThreshold(projectId, '500', { levels: [{ percent: 100, effect: 'block' }] })
    bench.clock.set(NOON)
    const crossed = await bench.spend(projectId, '600', '2026-11-21')
    expect(crossed).toMatchObject([{ isPast: true, effect: 'notify', periodStart: '2026-11-21', percents: [100] }])
    expect(await bench.breaches(projectId)).toMatchObject([{ closedAt: new Date(NOON) }])
    expect(await bench.spend(projectId, '600', '2026-11-21')).toEqual([])
    expect(await bench.stateOf(projectId)).toBe('unknown')
  })

  test('for a day that ended before there was a threshold opens nothing', async () => {
    await bench.writeThreshold(projectId, '500')
    expect(await bench.spend(projectId, '600', '2026-11-21')).toEqual([])
  })
})

test.each([
  ['0', '0', '0.0000000000000000000000000001'],
  ['0.0000001', '0.00000007999999999999', '0.00000008'],
  ['1000000000000000', '799999999999999.999999999999', '800000000000000'],
])('a limit of %s is decided to the last digit, in the database too', async (limit, below, at) => {
  await bench.writeThreshold(projectId, limit, { levels: [{ percent: 80, effect: 'notify' }] })
  expect(await bench.spend(projectId, below)).toEqual([])
  expect(await bench.spend(projectId, at)).toMatchObject([{ percents: [80], limit, spend: at }])
})

test('the last millisecond of a day still belongs to it', async () => {
  await bench.writeThreshold(projectId, '500', { levels: [{ percent: 100, effect: 'block' }] })
  bench.clock.set('2026-11-22T23:59:59.999Z')
  expect(await bench.spend(projectId, '600')).toMatchObject([{ isPast: false, effect: 'block' }])
})

test('at 00:00:00 the day is over and the next one begins with nothing spent', async () => {
  await bench.writeThreshold(projectId, '500', { levels: [{ percent: 100, effect: 'block' }] })
  bench.clock.set('2026-11-23T00:00:00.000Z')
  expect(await bench.spend(projectId, '600')).toMatchObject([{ isPast: true, effect: 'notify' }])
  expect(await bench.spend(projectId, '10', '2026-11-23')).toEqual([])
  expect(await bench.stateOf(projectId)).toBe('normal')
})

test('any order and repetition of readings leaves the same levels crossed, each alerted once', async () => {
  const spends = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(spends, fc.array(fc.nat({ max: 5 }), { maxLength: 6 }), async (readings, repeats) => {
      const [first, second] = [await bench.project(teamId), await bench.project(teamId)]
      for (const id of [first, second]) await bench.writeThreshold(id, '500')
      const before = bench.crossings.length
      for (const reading of readings) await bench.spend(first, String(reading))
      const again = [...readings, ...repeats.map((place) => readings[place % readings.length] ?? 0)].reverse()
      for (const reading of again) await bench.spend(second, String(reading))
      const [one, other] = [await bench.firedLevels(first), await bench.firedLevels(second)]
      expect(other).toEqual(one)
      const told = bench.crossings.slice(before).flatMap(({ percents }) => percents)
      expect(told).toHaveLength(one.length + other.length)
    }),
    { numRuns: 15 },
  )
})

test('two processes that judge at once cross each level once', async () => {
  await bench.writeThreshold(projectId, '500')
  const before = bench.crossings.length
  await Promise.all(['742', '760', '742', '760'].map((amount) => bench.spend(projectId, amount)))
  const percents = bench.crossings.slice(before).flatMap((crossing) => crossing.percents)
  expect(percents.toSorted()).toEqual([...new Set(percents)].toSorted())
  expect(await bench.firedLevels(projectId)).toHaveLength(percents.length)
})
