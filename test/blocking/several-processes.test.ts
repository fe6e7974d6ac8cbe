import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OpenAiLimits } from '../../src/providers/openai/index.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

vi.setConfig({ testTimeout: 120_000 })

const STOP = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const
const OK = { approve: true, reason: '버그를 고쳤습니다' }

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

/** Two engines that write to one project at the same time would each undo what the other does. */
function watched() {
  const writing = new Map<string, Map<string, number>>()
  const meetings: string[] = []
  const as = (name: string, real: OpenAiLimits): OpenAiLimits => {
    const guard =
      <Args extends [{ externalId: string }, ...unknown[]], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        const at = writing.get(args[0].externalId) ?? new Map<string, number>()
        writing.set(args[0].externalId, at)
        at.set(name, (at.get(name) ?? 0) + 1)
        const busy = [...at].filter(([, count]) => count > 0).map(([who]) => who)
        if (busy.length > 1) meetings.push(busy.join(' and '))
        try {
          return await call(...args)
        } finally {
          at.set(name, (at.get(name) ?? 1) - 1)
        }
      }
    return {
      ...real,
      writeSpendLimit: guard(real.writeSpendLimit),
      removeSpendLimit: guard(real.removeSpendLimit),
      updateRateLimit: guard(real.updateRateLimit),
    }
  }
  return { as, meetings }
}

test('several processes that decide and carry out at once end where one would, and never write at the same time', async () => {
  const before = bench.projects.map(({ externalId }) => bench.simulator.limitState(externalId))
  const { as, meetings } = watched()
  const engines = ['first', 'second', 'third'].map((name) => bench.engine(as(name, bench.limits)))
  const everybody = () => Promise.all(engines.map((engine) => engine.carryOut().then(() => engine.watch())))
  const [first, second, third] = engines
  if (!first || !second || !third) throw new Error('three engines')
  for (let round = 0; round < 4; round += 1) {
    const [own, team] = await Promise.all([
      first.blockProject(PERSON, bench.projects[0]?.id ?? '', { ...STOP, grade: round % 2 === 0 ? 'stop' : 'slow' }),
      second.blockTeam(PERSON, bench.team.id, { ...STOP, deactivateKey: false }),
      everybody(),
    ])
    const escalated = third.blockProject(PERSON, bench.projects[0]?.id ?? '', STOP)
    await Promise.all([third.decideRelease(PERSON, team.id, OK), escalated, everybody()])
    await Promise.all([second.decideRelease(PERSON, own.id, OK), everybody()])
    await Promise.all(engines.map((engine) => engine.idle()))
    await everybody()
    await everybody()
    expect((await bench.blocks()).filter(({ state }) => state !== 'released')).toEqual([])
    expect(bench.projects.map(({ externalId }) => bench.simulator.limitState(externalId))).toEqual(before)
  }
  expect(meetings).toEqual([])
})

test('two that press the button and the release at the same moment leave it either stopped or as it was', async () => {
  const { id: projectId, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  const before = bench.simulator.limitState(externalId)
  const engines = [bench.engine(), bench.engine()] as const
  const standing = await engines[0].blockProject(PERSON, projectId, STOP)
  await engines[0].idle()
  await Promise.all([
    engines[0].decideRelease(PERSON, standing.id, OK),
    engines[1].blockProject(PERSON, projectId, { ...STOP, until: { kind: 'next-cost-day' } }),
  ])
  await Promise.all(engines.map((engine) => engine.idle()))
  await bench.blocking.carryOut()
  const open = (await bench.blocks()).filter(({ state }) => state === 'open')
  expect(await bench.blocks()).not.toContainEqual(expect.objectContaining({ state: 'releasing' }))
  if (open.length === 0) expect(bench.simulator.limitState(externalId)).toEqual(before)
  else expect(bench.simulator.limitState(externalId).spendLimitCents).toBe(1)
})
