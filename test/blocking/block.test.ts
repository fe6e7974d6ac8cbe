import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, openBench, PERSON } from './workbench.ts'

const STOP = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } } as const
const SLOW = { ...STOP, grade: 'slow' } as const
const OK = { approve: true, reason: '버그를 고쳤습니다' }

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const place = (index: number) => bench.projects[index] ?? { id: '', externalId: '' }
const block = async (index: number, input: typeof STOP | typeof SLOW = STOP) => {
  const made = await bench.blocking.blockProject(PERSON, place(index).id, input)
  await bench.settle()
  return made
}
const release = async (id: string) => {
  await bench.blocking.decideRelease(PERSON, id, OK)
  await bench.settle()
}

async function liveRows(externalId: string) {
  const { rows } = await bench.remote(externalId)
  return rows.filter((row) => !/^ft:|-shared$/.test(row.model) && Object.values(row.figures).some((value) => value > 0))
}

describe('a block', () => {
  test('sets the spend limit and every row that can be changed, and its release restores exactly what was', async () => {
    const { externalId } = place(0)
    const before = await bench.remote(externalId)
    const { id } = await block(0)
    const during = await bench.remote(externalId)
    expect(during.spendLimit).toBe(1)
    expect(await liveRows(externalId)).toEqual([])
    await release(id)
    expect(await bench.remote(externalId)).toEqual(before)
    expect(await bench.blocks()).toMatchObject([{ state: 'released' }])
  })

  test('fixes the spend limit at what the month has cost so far, in whole cents', async () => {
    const { id, externalId } = place(0)
    await sql`insert into cost_scopes (organization_id, external_id)
      select organization_id, external_id from organization_projects where external_id = ${externalId}`.execute(
      bench.db,
    )
    for (const [day, amount] of [
      ['2026-10-31', '999'],
      ['2026-11-01', '700.019'],
      ['2026-11-23', '42.0899'],
    ]) {
      await sql`insert into scope_days (scope_id, cost_day, currency, amount)
        select id, ${day}, 'USD', ${amount} from cost_scopes where external_id = ${externalId}`.execute(bench.db)
    }
    await bench.blocking.blockProject(PERSON, id, STOP)
    await bench.settle()
    expect((await bench.remote(externalId)).spendLimit).toBe(74_210)
  })

  test('keeps a limit that is lower than its own, and gives a higher one back', async () => {
    const { externalId } = place(0)
    await bench.limits.writeSpendLimit(bench.access(externalId), 50_000)
    const { id } = await block(0)
    expect((await bench.remote(externalId)).spendLimit).toBe(1)
    await release(id)
    expect((await bench.remote(externalId)).spendLimit).toBe(50_000)
  })

  test('says which rows cannot be changed and finishes with the others', async () => {
    await block(0)
    const { rows } = await sql<{
      state: string
      notes: { kind: string; model: string }[]
      done: number
      total: number
    }>`
      select state, notes, done, total from block_steps where kind = 'rate-limits'`.execute(bench.db)
    expect(rows[0]?.state).toBe('done')
    expect(rows[0]?.done).toBe(rows[0]?.total)
    expect(rows[0]?.notes.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['gpt-4o-shared', 'gpt-4.1-shared']),
    )
    expect(rows[0]?.notes.every(({ kind }) => kind === 'not-updatable')).toBe(true)
  })

  test('asked for twice is one block, and two people may ask at the same moment', async () => {
    const made = await Promise.all([
      bench.blocking.blockProject(PERSON, place(0).id, STOP),
      bench.blocking.blockProject(PERSON, place(0).id, STOP),
    ])
    expect(made[0]?.id).toBe(made[1]?.id)
    await bench.settle()
    expect(await bench.blocks()).toHaveLength(1)
  })

  test('slows to a tenth, becomes a stop, and still gives back what was there first', async () => {
    const { externalId } = place(0)
    const before = await bench.remote(externalId)
    const slow = await block(0, SLOW)
    const slowed = await bench.remote(externalId)
    expect(slowed.spendLimit).toBeNull()
    for (const row of slowed.rows.filter(({ model }) => model === 'gpt-4o' || model === 'tts-1')) {
      const original = before.rows.find(({ id }) => id === row.id)?.figures.max_requests_per_1_minute ?? 0
      expect(row.figures.max_requests_per_1_minute).toBe(original / 10)
    }
    const stop = await block(0, STOP)
    expect(stop.id).toBe(slow.id)
    expect(await liveRows(externalId)).toEqual([])
    await release(stop.id)
    expect(await bench.remote(externalId)).toEqual(before)
  })

  test('of a project and of its team share what was there first; the last release gives it back', async () => {
    const { externalId } = place(0)
    const before = await bench.remote(externalId)
    const other = await bench.remote(place(1).externalId)
    const own = await block(0, SLOW)
    const team = await bench.blocking.blockTeam(PERSON, bench.team.id, { ...STOP, deactivateKey: false })
    await bench.settle()
    expect(await liveRows(externalId)).toEqual([])
    expect(await liveRows(place(1).externalId)).toEqual([])
    await release(team.id)
    const slowed = await bench.remote(externalId)
    expect(slowed.spendLimit).toBeNull()
    expect(slowed.rows.find(({ model }) => model === 'gpt-4o')?.figures.max_requests_per_1_minute).toBe(1_000)
    expect(await bench.remote(place(1).externalId)).toEqual(other)
    await release(own.id)
    expect(await bench.remote(externalId)).toEqual(before)
  })

  test('takes no zero for what was there first', async () => {
    const { externalId } = place(0)
    await bench.limits.updateRateLimit(bench.access(externalId), 'rl-gpt-4o', { max_requests_per_1_minute: 0 })
    const before = await bench.remote(externalId)
    const { id } = await block(0)
    const { rows } = await sql`select 1 from limit_holds where original = 0`.execute(bench.db)
    expect(rows).toEqual([])
    await release(id)
    expect(await bench.remote(externalId)).toEqual(before)
  })

  test('leaves alone what somebody changed meanwhile, and says so', async () => {
    const { externalId } = place(0)
    const before = await bench.remote(externalId)
    const { id } = await block(0)
    bench.simulator.changeLimits({
      projectId: externalId,
      rateLimits: [{ model: 'gpt-4o', max_requests_per_1_minute: 7 }],
    })
    await release(id)
    const after = await bench.remote(externalId)
    expect(after.rows.find(({ model }) => model === 'gpt-4o')?.figures.max_requests_per_1_minute).toBe(7)
    const others = (rows: typeof after.rows) => rows.filter(({ model }) => model !== 'gpt-4o')
    expect(others(after.rows)).toEqual(others(before.rows))
    const { rows } = await sql<{ notes: unknown }>`
      select notes from block_steps where kind = 'rate-limits' and block_id = ${id}`.execute(bench.db)
    expect(rows[0]?.notes).toMatchObject([{ kind: 'left', model: 'gpt-4o', value: 7, original: 10_000 }])
    expect(bench.notices.at(-1)?.facts).toContainEqual({
      label: 'gpt-4o max_requests_per_1_minute',
      value: '7 (차단 전 10,000) · 그사이 바뀌어 그대로 둠',
    })
  })

  test('with a key that may only read stands recorded and says at once what to do by hand', async () => {
    const poor = await openBench({ key: 'readOnly' })
    try {
      const [project] = poor.projects
      await poor.blocking.blockProject(PERSON, project?.id ?? '', STOP)
      await poor.settle()
      const { rows } = await sql`select state, problem_code from block_steps`.execute(poor.db)
      expect(rows).toEqual(Array(2).fill({ state: 'refused', problem_code: 'key-read-only' }))
      expect(poor.notices.map(({ headline }) => headline)).toEqual([
        '[마케팅팀] chatbot-experiment 차단 중 일부를 OpenAI에서 하지 못했습니다',
      ])
    } finally {
      await poor.close()
    }
  })
})

describe('a block that stands', () => {
  const minutes = async (count: number) => {
    bench.clock.advance(count * 60_000)
    await bench.blocking.watch()
    await bench.settle()
  }

  test('finds a limit that somebody removed, sets it again, tells once, and in the end asks a person', async () => {
    const { externalId } = place(0)
    await block(0)
    for (let round = 0; round < 5; round += 1) {
      await bench.limits.removeSpendLimit(bench.access(externalId))
      await minutes(3)
      expect((await bench.remote(externalId)).spendLimit).toBe(1)
    }
    expect(bench.notices.filter(({ kind }) => kind === 'limit-undone')).toHaveLength(1)
    await bench.limits.removeSpendLimit(bench.access(externalId))
    await minutes(3)
    expect((await bench.remote(externalId)).spendLimit).toBeNull()
    const { rows } = await sql`select problem_code from block_steps where kind = 'spend-limit'`.execute(bench.db)
    expect(rows).toEqual([{ problem_code: 'limit-contested' }])
  })

  test('sets the spend limit to one cent as soon as the month turns, and still gives back what was there first', async () => {
    const { externalId } = place(0)
    await bench.limits.writeSpendLimit(bench.access(externalId), 90_000)
    const { id } = await block(0)
    await sql`update limit_holds set written = '{74200}' where item = 'spend-limit'`.execute(bench.db)
    await bench.limits.writeSpendLimit(bench.access(externalId), 74_200)
    bench.clock.set('2026-11-30T23:59:30Z')
    await bench.blocking.watch()
    expect((await bench.remote(externalId)).spendLimit).toBe(74_200)
    bench.clock.set('2026-12-01T00:00:10Z')
    await bench.blocking.watch()
    expect((await bench.remote(externalId)).spendLimit).toBe(1)
    await release(id)
    expect((await bench.remote(externalId)).spendLimit).toBe(90_000)
  })

  test('covers a Project ID that is bound while it stands', async () => {
    await block(0)
    const added = bench.simulator.projects().filter((project) => !project.isArchived)[2]?.id ?? ''
    await bench.teams.bindings.bind({ ...PERSON, role: 'admin' }, place(0).id, [added])
    await minutes(1)
    expect(await liveRows(added)).toEqual([])
  })

  test('ends by itself when its time has come', async () => {
    const { externalId } = place(0)
    const before = await bench.remote(externalId)
    await bench.blocking.blockProject(PERSON, place(0).id, { ...STOP, until: { kind: 'next-cost-day' } })
    await bench.settle()
    bench.clock.set('2026-11-23T23:59:59Z')
    await minutes(0)
    expect(await bench.blocks()).toMatchObject([{ state: 'open' }])
    bench.clock.set('2026-11-24T00:00:00Z')
    await minutes(0)
    expect(await bench.remote(externalId)).toEqual(before)
    const { rows } = await sql`select kind from actions where kind like 'block.%' order by at, kind`.execute(bench.db)
    expect(rows.map((row) => (row as { kind: string }).kind)).toContain('block.expired')
  })
})

describe('with the team’s Admin key', () => {
  test('the key is set aside last, and taken back before anything is restored', async () => {
    const before = await Promise.all(bench.projects.map(({ externalId }) => bench.remote(externalId)))
    const made = await bench.blocking.blockTeam(PERSON, bench.team.id, { ...STOP, deactivateKey: true })
    await bench.settle()
    expect(await bench.teams.adminKeys.get(PERSON, bench.key.id)).toMatchObject({ state: 'inactive' })
    for (const { externalId } of bench.projects) expect(await liveRows(externalId)).toEqual([])
    await release(made.id)
    expect(await bench.teams.adminKeys.get(PERSON, bench.key.id)).toMatchObject({ state: 'active' })
    expect(await Promise.all(bench.projects.map(({ externalId }) => bench.remote(externalId)))).toEqual(before)
    expect(await bench.blocks()).toMatchObject([{ state: 'released' }])
  })
})
