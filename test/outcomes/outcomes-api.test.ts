import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { ChangesPage, SinglesPage } from '../../src/outcomes/api.ts'
import { commandActor } from '../../src/people/actor.ts'
import { addDays } from '../../src/platform/cost-day.ts'
import type { Client } from '../support/client.ts'
import { join } from '../support/client.ts'
import { createDesk, DAY, type Desk, TODAY, total } from './desk.ts'

let desk: Desk
let admin: Client
let lead: Client
let member: Client
beforeAll(async () => {
  desk = await createDesk()
  ;({ admin, lead, member } = desk)
})
beforeEach(() => desk.freshProject())
afterAll(() => desk.server.close())

describe('POST /api/outcomes', () => {
  test('answers each outcome by itself, with a Korean sentence where it is refused', async () => {
    const { status, body } = await desk.program({
      outcomes: [{ id: 'a', success: true, task: '요약' }, total({ successes: 11 }), { id: 'b' }, total()],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ stored: 2, refused: 2 })
    expect(body.items.map(({ result, reason }) => reason ?? result)).toEqual([
      'stored',
      'outcome-more-successes',
      'outcome-invalid',
      'stored',
    ])
    expect(body.items[1]?.detail).toContain('성공 수가 시도 수보다')
    expect(body.items[2]?.detail).toContain('success')
  })

  test('more than a thousand at once, or none, are too many; a key is needed', async () => {
    const many = Array.from({ length: 1_001 }, (_one, place) => ({ id: `id-${place}`, success: true }))
    expect((await desk.program({ outcomes: many })).status).toBe(400)
    expect((await desk.program({ outcomes: [] })).status).toBe(400)
    expect((await desk.program({ outcomes: many.slice(0, 1_000) })).body).toMatchObject({ stored: 1_000 })
    expect(
      (await desk.program({ outcomes: [{ success: true }] }, { authorization: 'Bearer fin_nonsense' })).status,
    ).toBe(401)
  })
})

test('a program that repeats a request with its Idempotency-Key is answered as before, and nothing is stored twice', async () => {
  const { secret } = await desk.server.runtime.teams.projectKeys.create(commandActor, desk.projectId(), {
    name: '서버',
    expiresAt: null,
  })
  const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': randomUUID() }
  // Without ids of their own, each would be another outcome.
  const outcomes = [{ success: true }, { success: false }]
  const first = await desk.program({ outcomes }, headers)
  expect(await desk.program({ outcomes }, headers)).toEqual(first)
  expect((await desk.days()).items).toMatchObject([{ attempts: 2, successes: 1 }])
  expect((await desk.program({ outcomes: [{ success: true }] }, headers)).status).toBe(409)
})

describe('entering and correcting', () => {
  test('a member enters what is new, and cannot replace what is known; a lead can, with a reason', async () => {
    expect(await desk.enter(member, [total()])).toMatchObject({ stored: 1 })
    expect((await desk.enter(member, [total()])).items).toMatchObject([{ result: 'duplicate' }])
    expect((await desk.enter(member, [total({ successes: 8 })], '잘못 셈')).items).toMatchObject([
      { result: 'refused', reason: 'outcome-replacing-not-allowed' },
    ])
    expect((await desk.enter(lead, [total({ successes: 8 })])).items).toMatchObject([
      { reason: 'outcome-reason-needed' },
    ])
    expect(await desk.enter(lead, [total({ successes: 8 })], '잘못 셈')).toMatchObject({ replaced: 1 })
    const { items } = (await admin.request<z.infer<typeof ChangesPage>>('GET', `${desk.path()}/changes`)).body
    expect(items).toMatchObject([
      { by: '박팀장', reason: '잘못 셈', before: { successes: 7 }, after: { successes: 8 }, outcomeId: null },
    ])
    expect(await desk.kinds()).toEqual(['outcomes.corrected', 'outcomes.entered'])
    expect((await desk.days(member)).mayCorrect).toBe(false)
    expect((await desk.days(lead)).items).toMatchObject([
      { successes: 8, corrections: 1, total: { source: 'form', enteredBy: '박팀장' } },
    ])
  })

  test('a total can be corrected field by field and removed; single outcomes then count again', async () => {
    await desk.program({ outcomes: [{ id: 'a', success: true, task: '요약', at: `${DAY}T10:00:00Z` }] })
    await desk.enter(lead, [total({ feedback: { score: 4, min: 1, max: 5, count: 3 } })])
    const [day] = (await desk.days()).items
    expect(day).toMatchObject({ singles: 1, attempts: 10, feedback: { mean: '4', count: 3 } })
    const one = `${desk.path()}/totals/${day?.total?.id}`
    expect((await member.request('PATCH', one, { successes: 1, reason: '왜' })).status).toBe(403)
    expect((await lead.request('PATCH', one, { successes: 1 })).status).toBe(400)
    expect((await lead.request('PATCH', one, { successes: 11, reason: '왜' })).status).toBe(400)
    expect((await lead.request('PATCH', one, { successes: 1, feedback: null, reason: '다시 셈' })).status).toBe(204)
    expect((await desk.days()).items).toMatchObject([{ successes: 1, attempts: 10, feedback: null }])
    expect((await lead.request('DELETE', `${one}?reason=${encodeURIComponent('중복')}`)).status).toBe(204)
    expect((await desk.days()).items).toMatchObject([{ attempts: 1, successes: 1, total: null, corrections: 2 }])
    expect((await lead.request('DELETE', `${one}?reason=x`)).status).toBe(404)
    expect(await desk.kinds()).toEqual(['outcomes.removed', 'outcomes.corrected', 'outcomes.entered'])
  })

  test('a single outcome can be corrected and removed, and does not come back when it is sent again', async () => {
    const sent = { id: 'ticket/7 #1', success: true, task: '요약', at: `${DAY}T10:00:00Z` }
    await desk.program({ outcomes: [sent] })
    const one = `${desk.path()}/singles/${encodeURIComponent(sent.id)}`
    const body = { success: false, task: '번역', feedback: { score: 1, min: 1, max: 5 }, reason: '다시 확인' }
    expect((await lead.request('PATCH', one, body)).status).toBe(204)
    expect((await desk.days()).items).toMatchObject([{ task: '번역', successes: 0, feedback: { mean: '1', count: 1 } }])
    const listed = (
      await lead.request<z.infer<typeof SinglesPage>>(
        'GET',
        `${desk.path()}/singles?task=${encodeURIComponent('번역')}`,
      )
    ).body
    expect(listed.items).toMatchObject([{ id: sent.id, success: false, enteredBy: '박팀장' }])
    expect((await lead.request('DELETE', `${one}?reason=x`)).status).toBe(204)
    expect((await desk.days()).items).toEqual([])
    expect((await desk.program({ outcomes: [sent] })).body.items).toMatchObject([{ reason: 'outcome-removed' }])
    expect((await lead.request('DELETE', `${one}?reason=x`)).status).toBe(404)
  })

  test('feedback is shown on the scale that the project declared first, or on the one its lead chooses', async () => {
    await desk.enter(lead, [total({ feedback: { score: 0.5, min: 0, max: 1, count: 2 } })])
    await desk.enter(lead, [total({ task: '번역', feedback: { score: 4, min: 1, max: 5, count: 1 } })])
    expect((await desk.days()).items.map(({ feedback }) => feedback?.mean)).toEqual(['0.5', '0.75'])
    expect((await member.request('PUT', `${desk.path()}/scale`, { min: 1, max: 5 })).status).toBe(403)
    expect((await lead.request('PUT', `${desk.path()}/scale`, { min: 5, max: 5 })).status).toBe(400)
    expect((await lead.request('PUT', `${desk.path()}/scale`, { min: 1, max: 5 })).status).toBe(200)
    expect((await desk.days()).items.map(({ feedback }) => feedback?.mean)).toEqual(['3', '4'])
  })

  test('an archived project takes no more by hand, and still shows what it had', async () => {
    await desk.enter(lead, [total()])
    await lead.request('POST', `/api/projects/${desk.projectId()}/archive`)
    const refused = await lead.request<{ code: string }>('POST', desk.path(), { outcomes: [total({ task: '번역' })] })
    expect([refused.status, refused.body.code]).toEqual([409, 'project-archived'])
    expect(await desk.days()).toMatchObject({ mayEnter: false, mayCorrect: false, items: [{ attempts: 10 }] })
  })

  test('a team that a project came to neither sees nor writes the days before', async () => {
    await desk.enter(lead, [total()])
    const other = (await admin.request<{ id: string }>('POST', '/api/teams', { name: randomUUID() })).body.id
    const stranger = await join(desk.server, admin, {
      email: `${randomUUID()}@example.com`,
      name: '정남남',
      teams: [{ teamId: other, role: 'lead' }],
    })
    expect((await stranger.request('GET', desk.path())).status).toBe(404)
    const moved = await admin.request('POST', `/api/projects/${desk.projectId()}/move`, {
      teamId: other,
      reason: '조직 개편',
    })
    expect(moved.status).toBeLessThan(300)
    expect((await desk.days(stranger)).items).toEqual([])
    expect((await desk.enter(stranger, [total({ task: '번역' })])).items).toMatchObject([
      { reason: 'outcome-of-another-team' },
    ])
    expect((await desk.days()).items).toHaveLength(1)
  })

  test('lists go on with their cursor, without a gap or a repetition', async () => {
    const outcomes = Array.from({ length: 25 }, (_one, place) =>
      total({ day: addDays(TODAY, -(place % 5)), task: `작업 ${place}` }),
    )
    await desk.enter(lead, outcomes)
    const found: string[] = []
    let query = '?limit=7'
    while (true) {
      const page = await desk.days(admin, query)
      found.push(...page.items.map(({ costDay, task }) => `${costDay} ${task}`))
      if (page.nextCursor === null) break
      query = `?limit=7&cursor=${page.nextCursor}`
    }
    expect(new Set(found).size).toBe(25)
    expect(found).toHaveLength(25)
    expect((await admin.request('GET', `${desk.path()}?cursor=bm9uc2Vuc2U`)).status).toBe(400)
  })
})
