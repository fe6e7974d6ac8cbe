import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorkbench, NOON, NOTIFY, person, TODAY, type Workbench } from '../../test/thresholds/workbench.ts'
import { HOUR } from '../platform/clock.ts'

let bench: Workbench
let teamId: string
let projectId: string
const lead = () => person(teamId, 'lead')
const member = () => person(teamId, 'member')

beforeAll(async () => {
  bench = await createWorkbench()
  teamId = await bench.team('마케팅팀')
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.clock.set(NOON)
  projectId = await bench.project(teamId, `검색 ${crypto.randomUUID()}`)
  for (const kept of [bench.crossings, bench.overs, bench.episodes]) kept.length = 0
})

const setDay = (limit: string, more = {}) =>
  bench.thresholds.set(lead(), projectId, 'day', { limit, levels: NOTIFY, ...more })
const percents = () => bench.crossings.map((crossing) => crossing.percents)

describe('setting', () => {
  test('is an action with before and after, judged at once', async () => {
    await bench.writeSpend(projectId, '450')
    await setDay('500')
    await setDay('400', { reason: '예산 축소' })
    expect(percents()).toEqual([[80], [100]])
    expect(await bench.actions(projectId)).toMatchObject([
      { kind: 'threshold.set', before: null, after: { period: 'day', limit: '500', onNoData: 'go-on' } },
      { kind: 'threshold.set', reason: '예산 축소', before: { limit: '500' }, after: { limit: '400' } },
    ])
  })

  test('the same again is no action and crosses nothing', async () => {
    await setDay('500')
    await setDay('500.00')
    expect(await bench.actions(projectId)).toHaveLength(1)
  })

  test('is for those who lead the team; nobody else’s project exists', async () => {
    await expect(bench.thresholds.set(member(), projectId, 'day', { limit: '5' })).rejects.toMatchObject({
      kind: 'forbidden',
    })
    const stranger = person(await bench.team(), 'lead')
    await expect(bench.thresholds.set(stranger, projectId, 'day', { limit: '5' })).rejects.toMatchObject({
      kind: 'not-found',
    })
  })

  test.each(['', '-1', '1000000000000000.01', '1e16', 'NaN', '5억', '0x10'])('refuses the limit %j', async (limit) => {
    await expect(setDay(limit)).rejects.toMatchObject({ code: 'threshold-limit-invalid' })
  })

  test.each(['0', '0.0000001', '1000000000000000', '1e15', ' 500 '])('takes the limit %j', async (limit) => {
    await setDay(limit)
  })

  test('refuses a level twice', async () => {
    const levels = [NOTIFY[0], NOTIFY[0]]
    await expect(setDay('5', { levels })).rejects.toMatchObject({ code: 'threshold-levels-invalid' })
  })
})

describe('a raised limit', () => {
  test('arms exactly what lies above the spend; crossing it again is told as a new generation', async () => {
    await setDay('500')
    await bench.spend(projectId, '742')
    await setDay('800')
    expect(await bench.breaches(projectId)).toMatchObject([{ highest: 80, generation: 2, limit: '800' }])
    expect(bench.overs).toMatchObject([{ because: 'limit-raised', highest: 80, spend: '742', limit: '800' }])
    expect(await bench.spend(projectId, '780')).toEqual([])
    expect(await bench.spend(projectId, '801')).toMatchObject([{ percents: [100], generation: 2 }])
    expect(await bench.firedLevels(projectId)).toEqual([
      `day ${TODAY} 80/1`,
      `day ${TODAY} 100/1`,
      `day ${TODAY} 100/2`,
    ])
  })

  test('for the rest of the period leaves the base alone, and is gone in the next one', async () => {
    await setDay('500')
    await bench.spend(projectId, '600')
    await bench.thresholds.raise(lead(), projectId, 'day', { limit: '2000', reason: '출시일' })
    expect(await bench.stateOf(projectId)).toBe('normal')
    const { day } = await bench.thresholds.ofProject(member(), projectId)
    expect(day.threshold).toMatchObject({
      limit: { amount: '500' },
      limitInForce: { amount: '2000' },
      raise: { reason: '출시일', raisedBy: lead().name },
      phase: {
        spent: { amount: '600' },
        left: { amount: '1400' },
        ratio: 0.3,
        next: { percent: 80, amount: { amount: '1600' } },
      },
    })
    bench.clock.advance(24 * HOUR)
    await bench.thresholds.turnPeriods()
    expect(await bench.spend(projectId, '500', '2026-11-23')).toMatchObject([{ percents: [80, 100], limit: '500' }])
  })

  test('taken back crosses at once what stands above the base', async () => {
    await setDay('500')
    await bench.spend(projectId, '600')
    await bench.thresholds.raise(lead(), projectId, 'day', { limit: '2000', reason: '출시일' })
    await bench.thresholds.endRaise(lead(), projectId, 'day')
    expect(percents()).toEqual([
      [80, 100],
      [80, 100],
    ])
    expect(bench.crossings.map(({ generation }) => generation)).toEqual([1, 2])
  })

  test('has to be higher than the base', async () => {
    await setDay('500')
    const raise = bench.thresholds.raise(lead(), projectId, 'day', { limit: '500', reason: '?' })
    await expect(raise).rejects.toMatchObject({ code: 'threshold-raise-too-low', params: { limit: '500' } })
  })

  test('raised and lowered again and again tells a level only after it was armed', async () => {
    await setDay('500')
    await bench.spend(projectId, '520')
    for (let round = 0; round < 4; round += 1) {
      await setDay('510')
      await setDay('500')
    }
    expect(percents()).toEqual([[80, 100]])
    await setDay('600')
    await setDay('500')
    expect(percents()).toEqual([[80, 100], [100]])
  })
})

describe('a removed threshold', () => {
  test('closes its breach, and set again in the same period it tells nothing a second time', async () => {
    await setDay('500')
    await bench.spend(projectId, '600')
    await bench.thresholds.remove(lead(), projectId, 'day', '더 쓰지 않음')
    expect(bench.overs).toMatchObject([{ because: 'removed' }])
    expect(await bench.spend(projectId, '5000')).toEqual([])
    await setDay('500')
    expect(bench.crossings.at(-1)).toMatchObject({ percents: [150, 200], spend: '5000' })
    expect(await bench.breaches(projectId)).toMatchObject([{ closedAt: null, highest: 200 }])
  })

  test('is unknown to every other verb', async () => {
    await expect(bench.thresholds.remove(lead(), projectId, 'day')).rejects.toMatchObject({ code: 'threshold-unknown' })
    const pause = bench.thresholds.pause(lead(), projectId, 'day', { until: null, reason: '' })
    await expect(pause).rejects.toMatchObject({ code: 'threshold-unknown' })
  })
})

describe('a pause', () => {
  test('is silent; when it ends by itself, what was reached meanwhile is crossed', async () => {
    await setDay('500')
    const until = new Date(bench.clock.now().getTime() + HOUR)
    await bench.thresholds.pause(lead(), projectId, 'day', { until, reason: '부하 시험' })
    expect(await bench.spend(projectId, '600')).toEqual([])
    expect(await bench.stateOf(projectId)).toBe('paused')
    bench.clock.advance(HOUR)
    await bench.thresholds.turnPeriods()
    expect(percents()).toEqual([[80, 100]])
    expect(await bench.stateOf(projectId)).toBe('exceeded')
  })

  test('ended by hand crosses at once', async () => {
    await setDay('500')
    const until = new Date(bench.clock.now().getTime() + HOUR)
    await bench.thresholds.pause(lead(), projectId, 'day', { until, reason: '' })
    await bench.spend(projectId, '600')
    await bench.thresholds.pause(lead(), projectId, 'day', { until: null, reason: '' })
    expect(percents()).toEqual([[80, 100]])
  })

  test('ends within 31 days', async () => {
    await setDay('500')
    const until = new Date(bench.clock.now().getTime() + 32 * 24 * HOUR)
    const pause = bench.thresholds.pause(lead(), projectId, 'day', { until, reason: '' })
    await expect(pause).rejects.toMatchObject({ code: 'threshold-pause-invalid' })
  })
})

describe('a breach', () => {
  test('is acknowledged once, by whoever sees the project', async () => {
    await setDay('500')
    await bench.spend(projectId, '600')
    const [breach] = await bench.breaches(projectId)
    await bench.thresholds.acknowledge(member(), breach?.id ?? '', '보고 있습니다')
    await bench.thresholds.acknowledge(lead(), breach?.id ?? '')
    const actions = await bench.actions(projectId)
    expect(actions.filter(({ kind }) => kind === 'breach.acknowledged')).toMatchObject([
      { reason: '보고 있습니다', after: { percent: 100 } },
    ])
    const stranger = person(await bench.team(), 'lead')
    await expect(bench.thresholds.acknowledge(stranger, breach?.id ?? '')).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('that was acknowledged as a warning is news again when the limit is exceeded', async () => {
    await setDay('500')
    await bench.spend(projectId, '420')
    const [breach] = await bench.breaches(projectId)
    await bench.thresholds.acknowledge(member(), breach?.id ?? '')
    await bench.spend(projectId, '450')
    expect(await bench.breaches(projectId)).toMatchObject([{ acknowledgedAt: new Date(NOON) }])
    await bench.spend(projectId, '600')
    expect(await bench.breaches(projectId)).toMatchObject([{ acknowledgedAt: null }])
  })

  test('closes with its period, once, also when nobody was there for days and two look at once', async () => {
    await setDay('500')
    await bench.thresholds.set(lead(), projectId, 'week', { limit: '550', levels: NOTIFY })
    await bench.spend(projectId, '600')
    bench.clock.advance(3 * 24 * HOUR)
    await Promise.all([bench.thresholds.turnPeriods(), bench.thresholds.turnPeriods()])
    const own = bench.overs.filter((over) => over.projectId === projectId)
    expect(own.map(({ period, because }) => `${period} ${because}`).toSorted()).toEqual([
      'day period-ended',
      'week period-ended',
    ])
    expect(await bench.stateOf(projectId)).toBe('unknown')
    expect(await bench.stateOf(projectId, 'week')).toBe('unknown')
  })
})

describe('many at once', () => {
  test('each row has its own answer; the good ones are set', async () => {
    const other = await bench.project(teamId)
    const foreign = await bench.project(await bench.team())
    const results = await bench.thresholds.setMany(lead(), teamId, [
      { projectId, period: 'day', limit: '100' },
      { projectId: other, period: 'week', limit: 'much' },
      { projectId: foreign, period: 'day', limit: '100' },
      { projectId: other, period: 'day', limit: null },
    ])
    expect(results.map(({ ok, isChanged, code }) => [ok, isChanged, code])).toEqual([
      [true, true, null],
      [false, false, 'threshold-limit-invalid'],
      [false, false, 'not-found'],
      [true, false, null],
    ])
  })
})

test('hot are those at 80 % of a limit, raises included, and limits of 0 with any spend', async () => {
  const names = ['warm', 'hot', 'raised', 'zero'] as const
  const ids = await Promise.all(names.map(() => bench.project(teamId)))
  const [warm = '', hot = '', raised = '', zero = ''] = ids
  for (const id of [warm, hot, raised]) await bench.thresholds.set(lead(), id, 'day', { limit: '100' })
  await bench.thresholds.set(lead(), zero, 'week', { limit: '0' })
  await bench.thresholds.raise(lead(), raised, 'day', { limit: '200', reason: '행사' })
  for (const [id, amount] of [
    [warm, '79.99'],
    [hot, '80'],
    [raised, '90'],
    [zero, '0.01'],
  ] as const) {
    await bench.spend(id, amount)
  }
  const found = await bench.thresholds.hotProjects()
  expect(ids.map((id) => found.has(id))).toEqual([false, true, false, true])
})

test('limits and levels are kept with the instant from which they held', async () => {
  await setDay('500')
  bench.clock.advance(HOUR)
  await setDay('700')
  const { rows } = await sql<{ limit: string }>`
    select version.limit_usd::text as "limit" from threshold_limits version
    join thresholds threshold on threshold.id = version.threshold_id
    where threshold.project_id = ${projectId} order by version.from_at`.execute(bench.db)
  expect(rows).toEqual([{ limit: '500' }, { limit: '700' }])
  bench.clock.set('2026-11-23T00:10:00Z')
  expect(await bench.spend(projectId, '600', TODAY)).toMatchObject([{ percents: [80], limit: '700', isPast: true }])
})
