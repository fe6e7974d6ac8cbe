import { expect, test } from 'vitest'
import type { Me } from '../../src/people/api.ts'
import type { Home, Todo } from '../../src/reports/api.ts'
import { shownTodos } from './shown-todos.ts'

const TEAM = 'team-1'
const todo = (kind: Todo['kind']): Todo => ({
  kind,
  severity: 'info',
  sentence: kind,
  teamId: TEAM,
  projectId: null,
  subjectId: null,
  use: null,
  heldBack: null,
  since: null,
})
const checklist = (channel: boolean): NonNullable<Home['checklist']> => ({
  team: true,
  adminKey: true,
  binding: true,
  firstCosts: true,
  threshold: !channel,
  channel,
  mailConfigured: false,
  firstTeamId: TEAM,
  firstProjectId: null,
})
const viewer = (role: Me['role'], inTeam: 'lead' | 'member'): Me => ({
  id: 'p1',
  name: '최팀원',
  email: 'member@example.com',
  role,
  teams: [{ teamId: TEAM, teamName: '마케팅팀', role: inTeam }],
  workspace: { name: '테스트 회사', timeZone: 'Asia/Seoul', sendsMail: false },
})
const todos = [todo('breach'), todo('no-channel'), todo('add-key')]
const kinds = (list: Todo[]) => list.map(({ kind }) => kind)

test('a missing channel is told to whoever may connect one, a breach to everybody', () => {
  const home = { todos, checklist: null }
  expect(kinds(shownTodos(home, viewer('member', 'member')))).toEqual(['breach', 'add-key'])
  expect(kinds(shownTodos(home, viewer('member', 'lead')))).toEqual(['breach', 'no-channel', 'add-key'])
  expect(kinds(shownTodos(home, viewer('admin', 'member')))).toEqual(['breach', 'no-channel', 'add-key'])
})

test('what the first set-up asks for is not asked twice', () => {
  const admin = viewer('admin', 'lead')
  expect(kinds(shownTodos({ todos, checklist: checklist(false) }, admin))).toEqual(['breach'])
  expect(kinds(shownTodos({ todos, checklist: checklist(true) }, admin))).toEqual(['breach', 'no-channel'])
})
