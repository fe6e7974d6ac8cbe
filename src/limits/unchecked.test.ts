import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Database } from '../platform/db/database.ts'
import { uncheckedProjects } from './store/unchecked.ts'
import { UncheckedCalls } from './unchecked.ts'

let database: Database
let projects: { id: string; team_id: string; name: string }[]
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into teams (name, created_at) values ('마케팅팀', now()), ('데이터팀', now());
    insert into projects (team_id, name, created_at) select id, name, now() from teams;
    insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at, hard)
      select id, 'day', 500, '[{"percent":100,"effect":"notify"}]', 'go-on', 'normal', now(), now(), true from projects`)
  projects = (await database.pool.query('select id, team_id, name from projects order by name')).rows
})
afterAll(() => database.close())

test('what went on unchecked is told once, to those who see the project, for a day', async () => {
  const [data, marketing] = projects
  if (!data || !marketing) throw new Error('two projects')
  const calls = new UncheckedCalls()
  for (let count = 0; count < 3; count += 1) calls.add(marketing.id, '2026-11-26', 'unknown-cost')
  calls.add(marketing.id, '2026-11-25', 'no-database')
  const told = calls.tell(database.db)
  calls.add(marketing.id, '2026-11-26', 'unknown-cost')
  await told
  await calls.tell(database.db)
  await calls.tell(database.db)
  const found = {
    projectId: marketing.id,
    projectName: '마케팅팀',
    teamId: marketing.team_id,
    unknownCost: 4,
    noDatabase: 1,
  }
  expect(await uncheckedProjects(database.db, null)).toEqual([found])
  expect(await uncheckedProjects(database.db, [marketing.team_id])).toEqual([found])
  expect(await uncheckedProjects(database.db, [data.team_id])).toEqual([])
  await database.pool.query(`update derived.unchecked_calls set last_at = now() - interval '25 hours'`)
  expect(await uncheckedProjects(database.db, null)).toEqual([])
})
