import { expect, test } from 'vitest'
import { z } from 'zod'
import { fixedClock } from '../platform/clock.ts'
import { runSimulator } from './run.ts'
import { NOON } from './with-simulator.ts'

test('a simulator in another process is read and steered over HTTP', async () => {
  const running = await runSimulator({ port: 0, clock: fixedClock(NOON), scenario: 'runaway', seed: 5 })
  const control = running.url.replace('/v1', '/_sim')
  const get = async (path: string) => (await fetch(`${control}/${path}`)).json()
  const post = async (path: string, body: object) =>
    (await fetch(`${control}/${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
  try {
    expect(running.lines.join('\n')).toContain(running.url)
    expect(await get('keys')).toEqual(running.simulator.keys)
    expect(await post('advance', { seconds: 60 })).toEqual({ now: '2026-11-23T05:01:00.000Z' })
    const fault = { match: 'costs', kind: '500', times: 3 }
    expect(await post('faults', [fault])).toEqual({ pending: [fault] })
    expect(await post('faults', { match: 'x', kind: 'surprise' })).toHaveProperty('error')
    expect(await get('state')).toMatchObject({
      scenario: 'runaway',
      faults: [fault],
      organizations: [{ projects: { 0: { name: 'chatbot-experiment' } }, spendLimits: [], interruptions: [] }],
    })
    const truth = await get('truth?from=2026-11-01&to=2026-11-20')
    expect(truth).toMatchObject({ total: running.simulator.truth.total('2026-11-01', '2026-11-20') })
    expect(await get('total?from=2026-11-01&to=2026-11-20')).toMatchObject({
      total: z.object({ total: z.string() }).parse(truth).total,
    })
    const project = running.simulator.projects()[2]?.id ?? ''
    expect(await get(`limits?project=${project}`)).toMatchObject({ projectId: project, spendLimitCents: null })
    expect(await get('limits?project=proj_none')).toHaveProperty('error')
    expect(await post('limits', { projectId: project, spendLimitCents: 7 })).toMatchObject({ spendLimitCents: 7 })
    expect(await post('runaway', { projectId: project, afterSeconds: 30, loop: { callsPerMinute: 10 } })).toEqual({
      startsAt: '2026-11-23T05:01:30.000Z',
    })
    expect(await get('truth?from=yesterday&to=today')).toHaveProperty('error')
  } finally {
    await running.close()
  }
})
