import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CallsBench, callOf, createCallsBench } from '../../test/calls/bench.ts'

let bench: CallsBench
let projectId: string
beforeAll(async () => {
  bench = await createCallsBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  projectId = await bench.project()
})

const rows = async () => {
  const { rows: found } = await sql<Record<string, unknown>>`
    select *, trim_scale(cost)::text as cost, trim_scale(provider_cost)::text as provider_cost from calls
    where project_id = ${projectId} order by at, identity`.execute(bench.db)
  return found
}
const days = async (dimension = 'all') => {
  const { rows: found } = await sql<{
    day: string
    value: string
    calls: number
    ok: number
    errors: number
    cost: string
  }>`
    select cost_day as day, value, calls, ok, errors, unpriced_calls as unpriced, trim_scale(cost)::text as cost
    from call_days where project_id = ${projectId} and dimension = ${dimension} and calls <> 0
    order by cost_day, value`.execute(bench.db)
  return found
}
const record = async (...given: Parameters<CallsBench['calls']['record']>[0]) =>
  (await bench.calls.record(given)).map((answer) => ('reason' in answer ? answer.reason : answer.result))

describe('a call', () => {
  test('is stored with its cost and summed by hour, day and dimension', async () => {
    const answers = await record(
      callOf(projectId, { task: '요약', user: 'kim', intent: 'faq' }),
      callOf(projectId, { task: '번역', user: 'kim', status: 500, result: 'error', quantities: null }),
    )
    expect(answers).toEqual(['stored', 'stored'])
    expect(await days()).toEqual([{ day: '2026-11-23', value: '', calls: 2, ok: 1, errors: 1, unpriced: 0, cost: '1' }])
    expect(await days('task')).toMatchObject([
      { value: '번역', cost: '0' },
      { value: '요약', cost: '1' },
    ])
    expect(await days('user')).toMatchObject([{ value: 'kim', calls: 2, cost: '1' }])
    const { rows: hours } = await sql`select hour, task, calls from call_hours where project_id = ${projectId}`.execute(
      bench.db,
    )
    expect(hours).toHaveLength(2)
  })

  test('that is recorded again is a duplicate and changes nothing', async () => {
    const call = callOf(projectId, { task: 'a' })
    expect(await record(call, call)).toEqual(['stored', 'duplicate'])
    expect(await record(call)).toEqual(['duplicate'])
    expect(await days()).toMatchObject([{ calls: 1, cost: '1' }])
  })

  test('that two have seen is one call: numbers of the gateway, context of the other, and the sums move', async () => {
    const responseId = `chatcmpl-${randomUUID()}`
    const sdk = callOf(projectId, {
      source: 'sdk',
      responseId,
      task: '요약',
      user: 'kim',
      quantities: { inputTokens: 800_000, cachedInputTokens: 0, outputTokens: 0 },
    })
    const gateway = callOf(projectId, { responseId, at: new Date('2026-11-23T09:59:59Z') })
    expect(await record(sdk)).toEqual(['stored'])
    expect(await days('task')).toMatchObject([{ value: '요약', cost: '2' }])
    expect(await record(gateway)).toEqual(['merged'])
    expect(await record(gateway, sdk)).toEqual(['duplicate', 'duplicate'])
    expect(await rows()).toMatchObject([
      { source: 'gateway', task: '요약', user_name: 'kim', cost: '1', at: gateway.at },
    ])
    expect(await days('task')).toMatchObject([{ value: '요약', calls: 1, cost: '1' }])
    const { rows: hours } = await sql`
      select hour from call_hours where project_id = ${projectId} and calls <> 0`.execute(bench.db)
    expect(hours).toEqual([{ hour: new Date('2026-11-23T09:00:00Z') }])
  })

  test('that two have seen on both sides of a day border is one call, on the day of the gateway', async () => {
    const responseId = `resp_${randomUUID()}`
    const sdk = callOf(projectId, { source: 'sdk', responseId, task: 't', at: new Date('2026-11-22T23:59:58Z') })
    const gateway = callOf(projectId, { responseId, at: new Date('2026-11-23T00:00:02Z') })
    expect(await record(sdk)).toEqual(['stored'])
    expect(await record(gateway)).toEqual(['merged'])
    expect(await record(sdk)).toEqual(['duplicate'])
    expect(await rows()).toMatchObject([{ cost_day: '2026-11-23', task: 't' }])
    expect(await days()).toMatchObject([{ day: '2026-11-23', calls: 1, cost: '1' }])
  })

  test('whose usage or price nobody knows is unknown and not free', async () => {
    await record(
      callOf(projectId, { quantities: null }),
      callOf(projectId, { modelAsked: 'nobody-knows', modelServed: null }),
      callOf(projectId, { result: 'refused', status: 403, quantities: null }),
      callOf(projectId, { kind: null, endpoint: '/v1/files', quantities: null }),
    )
    expect((await rows()).map(({ cost }) => cost).toSorted()).toEqual(['0', null, null, null])
    expect(await days()).toMatchObject([{ calls: 4, unpriced: 2, cost: '0' }])
  })

  test('costs what the provider itself says, exactly', async () => {
    await record(callOf(projectId, { source: 'api', providerCost: '1.0000000000000000000000000001e-7' }))
    expect(await rows()).toMatchObject([{ cost: '0.00000010000000000000000000000000001', cost_from: 'provider' }])
    expect(await days()).toMatchObject([{ cost: '0.00000010000000000000000000000000001' }])
  })

  test('that cannot be taken is refused by itself, with the reason', async () => {
    const answers = await record(
      callOf(projectId),
      callOf(randomUUID()),
      callOf(projectId, { id: 'x' }),
      callOf(projectId, { at: new Date(Number.NaN) }),
      callOf(projectId, { at: new Date('2026-11-23T14:00:00Z') }),
      callOf(projectId, { at: new Date('2026-08-01T00:00:00Z') }),
      callOf(projectId, { providerCost: '-1' }),
      callOf(projectId, { providerCost: '1e99' }),
    )
    expect(answers).toEqual([
      'stored',
      'unknown-project',
      'id-invalid',
      'time-invalid',
      'in-the-future',
      'too-old',
      'cost-invalid',
      'cost-invalid',
    ])
  })

  test('may say anything: text is cut and cleaned, counts that are none are unknown', async () => {
    const answers = await record(
      callOf(projectId, {
        task: `"a\\b',{}\u0000\ud800 ${'가'.repeat(300)}`,
        user: ' \n ',
        meta: { 'k"\\': 'v\u0007', empty: '' },
        status: 1e9,
        durationMs: -1,
        retries: 1e12,
        quantities: { inputTokens: Number.NaN, outputTokens: 1.5, byteMinutes: 'x' },
      }),
    )
    expect(answers).toEqual(['stored'])
    const [row] = await rows()
    expect(row).toMatchObject({
      user_name: null,
      meta: { 'k"\\': 'v' },
      status: 32_767,
      duration_ms: null,
      retries: 32_767,
      input_tokens: null,
      output_tokens: 2,
    })
    expect([...String(row?.task)].length).toBe(256)
    expect(String(row?.task).startsWith(`"a\\b',{} 가`)).toBe(true)
  })

  test('that a program sends lowers no cost of a call that the gateway has seen', async () => {
    const gateway = (responseId: string, given = {}) =>
      callOf(projectId, {
        source: 'gateway',
        responseId,
        modelAsked: 'gpt-4o',
        modelServed: 'gpt-4o',
        serviceTier: null,
        quantities: { inputTokens: 1_000_000, outputTokens: 0 },
        ...given,
      })
    await record(gateway('free'), gateway('tier'), gateway('model', { modelServed: null }), gateway('dear'))
    const program = (given: object) => callOf(projectId, { source: 'api', quantities: null, ...given })
    const seen = (await rows()).map(({ cost }) => cost)
    await record(
      program({ responseId: 'free', providerCost: '0' }),
      program({ responseId: 'tier', serviceTier: 'flex' }),
      program({ responseId: 'model', modelServed: 'gpt-4o-mini' }),
      program({ responseId: 'dear', providerCost: '7' }),
    )
    const costs = new Map((await rows()).map((row) => [row.response_id, Number(row.cost)]))
    const price = Number(seen[0])
    expect(price).toBeGreaterThan(0)
    expect(Object.fromEntries(costs)).toEqual({ free: price, tier: price, model: price, dear: 7 })
  })

  test('is stored whatever its texts are made of: no index is too small for them', async () => {
    const odd = (from: number) =>
      Array.from({ length: 256 }, (_none, place) =>
        String.fromCodePoint(0x20000 + ((place * 7_919 + from) % 42_000)),
      ).join('')
    expect(
      await record(callOf(projectId, { task: odd(1), modelServed: odd(2), user: odd(3), intent: odd(4) })),
    ).toEqual(['stored'])
  })

  test('is not stored where what is done alongside fails', async () => {
    const failed = bench.calls.record([callOf(projectId)], async () => {
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect([await rows(), await days()]).toEqual([[], []])
  })

  test('told by several at once, in opposite orders, is one call, and nobody waits for ever', async () => {
    const calls = Array.from({ length: 40 }, () => callOf(projectId, { responseId: `resp_${randomUUID()}`, task: 't' }))
    const sdk = calls.map((call) => ({
      ...call,
      source: 'sdk' as const,
      user: 'kim',
      at: new Date('2026-11-22T23:59:59Z'),
    }))
    const near = calls.map((call) => ({ ...call, at: new Date('2026-11-23T00:00:01Z') }))
    const answers = await Promise.all([
      bench.calls.record(near),
      bench.calls.record(sdk.toReversed()),
      bench.calls.record(near.toReversed()),
      bench.calls.record(sdk),
    ])
    expect(answers.flat().filter(({ result }) => result === 'stored')).toHaveLength(40)
    expect(await days()).toMatchObject([{ day: '2026-11-23', calls: 40, cost: '40' }])
    expect(await days('user')).toMatchObject([{ value: 'kim', calls: 40 }])
  })
})
