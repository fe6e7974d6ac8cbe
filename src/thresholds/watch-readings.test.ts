import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorkbench, NOON, NOTIFY, person, type Workbench } from '../../test/thresholds/workbench.ts'
import { HOUR, MINUTE } from '../platform/clock.ts'

let bench: Workbench
let teamId: string
let projectId: string
let organizationId: string
const lead = () => person(teamId, 'lead')
const setDay = (more = {}) => bench.thresholds.set(lead(), projectId, 'day', { limit: '500', levels: NOTIFY, ...more })
const phases = () =>
  bench.episodes.filter((one) => one.projectId === projectId).map(({ phase, cause }) => `${phase} ${cause}`)

async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    bench.clock.advance(MINUTE)
    await bench.thresholds.watchReadings()
  }
}

beforeAll(async () => {
  bench = await createWorkbench()
  teamId = await bench.team('마케팅팀')
})
afterAll(() => bench.close())
beforeEach(async () => {
  bench.clock.set(NOON)
  projectId = await bench.project(teamId)
  organizationId = await bench.source(projectId)
  await bench.polled(organizationId)
  bench.episodes.length = 0
})

describe('a key that breaks', () => {
  test('is told once per episode, and once more when readings come again', async () => {
    await setDay()
    await bench.setKey(organizationId, 'broken')
    await minutes(20)
    expect(phases()).toEqual(['began key-broken'])
    expect(await bench.stateOf(projectId)).toBe('no-data')
    await bench.setKey(organizationId, 'active')
    await bench.polled(organizationId)
    await minutes(2)
    expect(phases()).toEqual(['began key-broken', 'over key-broken'])
    expect(await bench.stateOf(projectId)).toBe('normal')
    await bench.setKey(organizationId, 'broken')
    await minutes(2)
    expect(phases()).toEqual(['began key-broken', 'over key-broken', 'began key-broken'])
  })

  test('is one episode of the project, not one of each of its thresholds, also of one that is set meanwhile', async () => {
    await setDay()
    await bench.setKey(organizationId, 'broken')
    await minutes(1)
    await bench.thresholds.set(lead(), projectId, 'week', { limit: '900' })
    await minutes(1)
    await bench.setKey(organizationId, 'active')
    await bench.polled(organizationId)
    await minutes(1)
    expect(phases()).toEqual(['began key-broken', 'over key-broken'])
    expect(bench.episodes.at(-1)?.thresholdIds).toHaveLength(2)
  })

  test('lowers no number and hides no breach', async () => {
    await setDay()
    await bench.spend(projectId, '600')
    await bench.setKey(organizationId, 'broken')
    await minutes(1)
    expect(phases()).toEqual(['began key-broken'])
    expect(await bench.stateOf(projectId)).toBe('exceeded')
  })
})

describe('a poll', () => {
  test('that is overdue by a quarter of an hour is told, with the time for the next one to come', async () => {
    await setDay()
    await minutes(15)
    expect(await bench.stateOf(projectId)).toBe('normal')
    await minutes(1)
    expect(await bench.stateOf(projectId)).toBe('no-data')
    expect(phases()).toEqual([])
    await minutes(3)
    expect(phases()).toEqual(['began poll-overdue'])
  })

  test('that comes right after a downtime is no alarm', async () => {
    await setDay()
    bench.clock.advance(5 * HOUR)
    await bench.thresholds.watchReadings()
    bench.clock.advance(MINUTE)
    await bench.polled(organizationId)
    await minutes(3)
    expect(phases()).toEqual([])
    expect(await bench.stateOf(projectId)).toBe('normal')
  })

  test('of one kind that stands still is as bad as of all', async () => {
    await setDay()
    for (let round = 0; round < 4; round += 1) {
      await minutes(5)
      await bench.polled(organizationId, ['completions'])
    }
    expect(phases()).toEqual(['began poll-overdue'])
  })
})

test('a key that somebody set aside is a state, and no alarm', async () => {
  await setDay()
  await bench.setKey(organizationId, 'inactive')
  await minutes(20)
  expect(phases()).toEqual([])
  expect(await bench.stateOf(projectId)).toBe('no-data')
})

describe('a threshold that wants its project stopped without readings', () => {
  test('hands it on once, half an hour after the last reading', async () => {
    await setDay({ onNoData: 'stop' })
    await minutes(30)
    expect(phases()).toEqual(['began poll-overdue'])
    await minutes(10)
    expect(phases()).toEqual(['began poll-overdue', 'stop poll-overdue'])
  })

  test('does not while it is paused', async () => {
    await setDay({ onNoData: 'stop' })
    const until = new Date(bench.clock.now().getTime() + HOUR)
    await bench.thresholds.pause(lead(), projectId, 'day', { until, reason: '점검' })
    await minutes(45)
    expect(phases()).toEqual([])
  })
})

test('a project without thresholds, or without a source, is not watched', async () => {
  await bench.setKey(organizationId, 'broken')
  await minutes(3)
  const unbound = await bench.project(teamId)
  await bench.thresholds.set(lead(), unbound, 'day', { limit: '5' })
  await minutes(3)
  expect(phases()).toEqual([])
  expect(bench.episodes.filter((one) => one.projectId === unbound)).toEqual([])
  expect(await bench.stateOf(unbound)).toBe('unknown')
})

describe('a reading', () => {
  test('that claims to come from the future, under a clock that was wrong, hides no silence', async () => {
    await setDay()
    bench.clock.advance(9 * HOUR)
    await bench.polled(organizationId)
    bench.clock.set(NOON)
    await minutes(20)
    expect(phases()).toEqual(['began poll-overdue'])
  })

  test('that never came of one kind of usage is missed, although the other kinds are read', async () => {
    await setDay()
    await sql`insert into usage_watermarks (organization_id, kind, attempts, problem_code, problem_since)
      values (${organizationId}, 'embeddings', 1, 'api-down', ${bench.clock.now()})`.execute(bench.db)
    for (let minute = 0; minute < 20; minute += 1) {
      await bench.polled(organizationId)
      await minutes(1)
    }
    expect(phases()).toEqual(['began poll-overdue'])
  })
})
