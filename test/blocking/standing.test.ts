import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../src/blocking/block.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

const STOP = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const
const OK = { approve: true, reason: '버그를 고쳤습니다' }

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const place = (index: number) => bench.projects[index] ?? { id: '', externalId: '' }
const limits = () => bench.projects.map(({ externalId }) => bench.simulator.limitState(externalId))
async function block() {
  const made = await bench.blocking.blockProject(PERSON, place(0).id, STOP)
  await bench.settle()
  return made
}
async function release(id: string): Promise<void> {
  await bench.blocking.decideRelease(PERSON, id, OK)
  await bench.settle()
}
async function minutes(count: number): Promise<void> {
  bench.clock.advance(count * 60_000)
  await bench.blocking.watch()
  await bench.settle()
}
async function steps() {
  const { rows } = await sql<Pick<Step, 'kind' | 'state' | 'problemCode' | 'finishedAt'>>`
    select kind, state, problem_code as "problemCode", finished_at as "finishedAt" from block_steps
    order by kind desc, target`.execute(bench.db)
  return rows
}
const told = (kind: string) =>
  new Set(bench.notices.filter((notice) => notice.kind === kind).map(({ key }) => key)).size

describe('a block that is looked at again', () => {
  test('says how long it took and not when it was last looked at', async () => {
    await block()
    const first = await steps()
    await minutes(3)
    await minutes(3)
    expect(await steps()).toEqual(first)
  })

  test('stays what it is while OpenAI does not answer, and says that it cannot be looked at', async () => {
    const { externalId } = place(0)
    await block()
    const first = await steps()
    bench.simulator.faults.push({ match: externalId, kind: '503', times: 100 })
    await minutes(3)
    expect(await steps()).toEqual(first.map((step) => ({ ...step, problemCode: 'limit-not-checked' })))
    bench.simulator.faults.clear()
    await minutes(3)
    expect(await steps()).toEqual(first)
  })

  test('stays what it is while the team’s Admin key is set aside', async () => {
    const before = limits()
    const { id } = await bench.blocking.blockTeam(PERSON, bench.team.id, { ...STOP, deactivateKey: true })
    await bench.settle()
    await minutes(3)
    expect(new Set((await steps()).map(({ state }) => state))).toEqual(new Set(['done']))
    await release(id)
    expect(limits()).toEqual(before)
  })

  test('tells that a limit was undone although the process dies right after writing it again', async () => {
    const { externalId } = place(0)
    await block()
    await bench.limits.removeSpendLimit(bench.access(externalId))
    bench.clock.advance(180_000)
    const dying = bench.engine({
      ...bench.limits,
      writeSpendLimit: async (...args) => {
        await bench.limits.writeSpendLimit(...args)
        throw new Error('the process is dead')
      },
    })
    await dying.watch()
    await minutes(3)
    expect(bench.simulator.limitState(externalId).spendLimitCents).toBe(1)
    expect(told('limit-undone')).toBe(1)
    const { rows } = await sql`select 1 from actions where kind = 'block.limit-undone'`.execute(bench.db)
    expect(rows).toHaveLength(1)
  })

  test('asks a person once when somebody undoes a limit again and again', async () => {
    const { externalId } = place(0)
    await block()
    for (let round = 0; round < 8; round += 1) {
      await bench.limits.removeSpendLimit(bench.access(externalId))
      await minutes(3)
    }
    expect(told('limit-contested')).toBe(1)
  })
})

describe('where OpenAI refuses one of the layers', () => {
  const REFUSED = { match: 'spend_limit', kind: '403', times: 1_000 } as const

  test('the other goes on, the step says what to do by hand, and the release gives back what was changed', async () => {
    const { id: projectId, externalId } = place(0)
    const before = limits()
    bench.simulator.faults.push(REFUSED)
    const { id } = await block()
    expect((await steps()).map(({ kind, state, problemCode }) => [kind, state, problemCode])).toEqual([
      ['spend-limit', 'refused', 'scope-missing'],
      ['rate-limits', 'done', null],
    ])
    const open = bench.simulator
      .limitState(externalId)
      .rateLimits.filter((row) => !/^ft:|-shared$/.test(row.model) && row.max_requests_per_1_minute > 0)
    expect(open).toEqual([])
    const { blocks, targets } = await bench.blocking.views.ofProject(PERSON, projectId)
    expect(blocks[0]?.steps[0]).toMatchObject({
      problem: expect.stringContaining('직접'),
      link: `https://platform.openai.com/settings/${externalId}/limits`,
    })
    expect(targets).toMatchObject([{ access: 'yes' }])
    await release(id)
    expect(await bench.blocks()).toMatchObject([{ state: 'released' }])
    expect(limits()).toEqual(before)
  })

  test('it is tried again later, and done once the key may', async () => {
    const { externalId } = place(0)
    bench.simulator.faults.push(REFUSED)
    await block()
    bench.simulator.faults.clear()
    await minutes(6)
    expect((await steps()).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(bench.simulator.limitState(externalId).spendLimitCents).toBe(1)
  })

  test('a second key of the organization does what the first may not', async () => {
    const { externalId } = place(0)
    await bench.teams.adminKeys.register(PERSON, bench.team.id, { key: bench.simulator.keys.second, baseUrl: null })
    bench.simulator.faults.push({ ...REFUSED, times: 1 })
    await block()
    expect((await steps()).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(bench.simulator.limitState(externalId).spendLimitCents).toBe(1)
  })
})

test('a released block still says what it left alone', async () => {
  const { id: projectId, externalId } = place(0)
  const { id } = await block()
  bench.simulator.changeLimits({
    projectId: externalId,
    rateLimits: [{ model: 'gpt-4o', max_requests_per_1_minute: 7 }],
  })
  await release(id)
  const { past } = await bench.blocking.views.ofProject(PERSON, projectId)
  expect(past[0]?.steps.flatMap(({ notes }) => notes)).toMatchObject([{ kind: 'left', model: 'gpt-4o', value: 7 }])
})

test('a project at OpenAI that cannot be looked at does not keep the others from being looked at', async () => {
  const { externalId } = place(0)
  bench.simulator.faults.push({ match: externalId, kind: '503', times: 1_000 })
  expect(await bench.blocking.takeSnapshots()).toBe(1)
  const { rows } = await sql<{ id: string }>`select external_id as id from limit_snapshots`.execute(bench.db)
  expect(rows).toEqual([{ id: place(1).externalId }])
  bench.simulator.faults.clear()
  bench.clock.advance(10 * 60_000)
  expect(await bench.blocking.takeSnapshots()).toBe(0)
  bench.clock.advance(60 * 60_000)
  expect(await bench.blocking.takeSnapshots()).toBe(1)
})
