import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { fixedClock, HOUR } from '../platform/clock.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { endBinding, insertBinding } from './store/bindings.ts'
import { insertOrganization, noteProjectIds } from './store/organizations.ts'
import { insertProject, moveProject } from './store/projects.ts'
import { insertTeam } from './store/teams.ts'

type Step = { hours: number; projectIndex: number | null }
const START = '2026-11-01T00:00:00Z'
const FIRST_DAY = '2026-10-30'
const DAYS = 24

let database: Database
let organizationId: string
const projects: string[] = []
const teams: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  await database.db.transaction().execute(async (tx) => {
    const at = new Date(START)
    organizationId = await insertOrganization(tx, null, at)
    for (const name of ['a', 'b', 'c']) teams.push(await insertTeam(tx, name, at))
    for (const name of ['p', 'q', 'r']) projects.push(await insertProject(tx, { teamId: teams[0] ?? '', name, at }))
  })
})
afterAll(() => database.close())

/** Whose each day is, told as the rule is told: who held the id last during the day; the first holder has all days before. */
function holderByDay(steps: readonly Step[]): Map<string, string> {
  const held: { project: string; from: number; to: number }[] = []
  let now = new Date(START).getTime()
  for (const { hours, projectIndex } of steps) {
    now += hours * HOUR
    const last = held.at(-1)
    if (last && last.to === Number.POSITIVE_INFINITY) last.to = now
    if (projectIndex !== null) {
      held.push({ project: projects[projectIndex] ?? '', from: now, to: Number.POSITIVE_INFINITY })
    }
  }
  const first = held[0]
  if (first) first.from = Number.NEGATIVE_INFINITY
  const days = new Map<string, string>()
  for (let offset = 0; offset < DAYS; offset += 1) {
    const day = addDays(FIRST_DAY, offset)
    const begin = new Date(`${day}T00:00:00Z`).getTime()
    const holder = held.findLast(({ from, to }) => from < begin + 24 * HOUR && to >= begin)
    if (holder) days.set(day, holder.project)
  }
  return days
}

async function play(tx: Tx, externalId: string, steps: readonly Step[]): Promise<void> {
  const clock = fixedClock(START)
  await noteProjectIds(tx, organizationId, [externalId], clock.now())
  for (const { hours, projectIndex } of steps) {
    clock.advance(hours * HOUR)
    const at = clock.now()
    const open = await sql<{
      id: string
    }>`select id from bindings where external_id = ${externalId} and to_at is null`.execute(tx)
    for (const { id } of open.rows) await endBinding(tx, id, at, null)
    if (projectIndex === null) continue
    await insertBinding(tx, { projectId: projects[projectIndex] ?? '', organizationId, externalId, at, personId: null })
  }
}

async function attributed(tx: Tx, externalId: string): Promise<{ day: string; project_id: string }[]> {
  const { rows } = await sql<{ day: string; project_id: string }>`
    select day::date as day, project_id from generate_series(0, ${DAYS - 1}) as n,
      lateral (select ${FIRST_DAY}::date + n as day) d
      join attribution a on a.external_id = ${externalId} and a.from_day <= d.day and (a.to_day is null or d.day < a.to_day)
    order by day`.execute(tx)
  return rows
}

class Undo extends Error {}
/** Each run leaves nothing behind. */
async function tried(work: (tx: Tx) => Promise<void>): Promise<void> {
  const attempt = database.db.transaction().execute(async (tx) => {
    await work(tx)
    throw new Undo()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
}

const steps = fc.array(
  fc.record({
    // Many steps within one day, some at the very same instant, some days apart, some exactly at midnight.
    hours: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 12, 24, 48), fc.integer({ min: 0, max: 60 })),
    projectIndex: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 2 }),
  }),
  { maxLength: 10 },
)

test('whatever is bound, ended and bound again, each day has the one holder that the rule names', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (sequence) =>
      tried(async (tx) => {
        await play(tx, 'proj_property', sequence)
        const rows = await attributed(tx, 'proj_property')
        expect(rows.length).toBe(new Set(rows.map(({ day }) => day)).size)
        expect(new Map(rows.map(({ day, project_id }) => [day, project_id]))).toEqual(holderByDay(sequence))
      }),
    ),
    { numRuns: 150 },
  )
}, 60_000)

test('the same in plain words: first holder has the past, a day goes to who held it last, gaps belong to nobody', async () => {
  await tried(async (tx) => {
    await play(tx, 'proj_story', [
      { hours: 30, projectIndex: 0 }, // 2nd, 06:00
      { hours: 72, projectIndex: null }, // 5th, 06:00
      { hours: 6, projectIndex: 1 }, // 5th, 12:00
      { hours: 6, projectIndex: null }, // 5th, 18:00
      { hours: 54, projectIndex: 2 }, // 8th, 00:00
    ])
    const days = new Map((await attributed(tx, 'proj_story')).map(({ day, project_id }) => [day, project_id]))
    const [p, q, r] = projects
    expect(days.get('2026-10-30')).toBe(p)
    expect(days.get('2026-11-04')).toBe(p)
    expect(days.get('2026-11-05')).toBe(q)
    expect(days.has('2026-11-06')).toBe(false)
    expect(days.has('2026-11-07')).toBe(false)
    expect(days.get('2026-11-08')).toBe(r)
    expect(days.get('2026-11-22')).toBe(r)
  })
})

test('an id cannot be held twice, even past all checks', async () => {
  const twice = tried(async (tx) => {
    await play(tx, 'proj_twice', [{ hours: 1, projectIndex: 0 }])
    await insertBinding(tx, {
      projectId: projects[1] ?? '',
      organizationId,
      externalId: 'proj_twice',
      at: new Date(START),
      personId: null,
    })
  })
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'bindings_held' })
})

test('a clock that runs back does not make days overlap', async () => {
  await tried(async (tx) => {
    await play(tx, 'proj_back', [
      { hours: 100, projectIndex: 0 },
      { hours: -60, projectIndex: null },
      { hours: 0, projectIndex: 1 },
      { hours: -20, projectIndex: 2 },
    ])
    const rows = await attributed(tx, 'proj_back')
    expect(rows.length).toBe(DAYS)
    expect(new Set(rows.map(({ day }) => day)).size).toBe(DAYS)
  })
})

test('each day of a project has exactly one team, whatever moves happen', async () => {
  const moves = fc.array(
    fc.record({ hours: fc.integer({ min: 0, max: 40 }), teamIndex: fc.integer({ min: 0, max: 2 }) }),
    {
      maxLength: 8,
    },
  )
  await fc.assert(
    fc.asyncProperty(moves, (sequence) =>
      tried(async (tx) => {
        const clock = fixedClock(START)
        const id = await insertProject(tx, { teamId: teams[0] ?? '', name: 'moving', at: clock.now() })
        const expected = new Map<string, string | undefined>()
        const fill = (from: string, team: string | undefined) => {
          for (let offset = 0; offset < DAYS; offset += 1) {
            const day = addDays(FIRST_DAY, offset)
            if (day >= from) expected.set(day, team)
          }
        }
        fill(FIRST_DAY, teams[0])
        for (const { hours, teamIndex } of sequence) {
          clock.advance(hours * HOUR)
          await moveProject(tx, id, { teamId: teams[teamIndex] ?? '', at: clock.now() })
          fill(costDayOf(clock.now()), teams[teamIndex])
        }
        const { rows } = await sql<{ day: string; team_id: string }>`
          select day::date as day, team_id from generate_series(0, ${DAYS - 1}) as n,
            lateral (select ${FIRST_DAY}::date + n as day) d
            join project_team_days t on t.project_id = ${id} and t.from_day <= d.day
              and (t.to_day is null or d.day < t.to_day) order by day`.execute(tx)
        expect(rows).toHaveLength(DAYS)
        expect(new Map(rows.map((row) => [row.day, row.team_id]))).toEqual(expected)
      }),
    ),
    { numRuns: 60 },
  )
}, 60_000)
