import { type Actor, canLeadTeam, visibleTeams } from '../people/actor.ts'
import { isCostDay } from '../platform/cost-day.ts'
import { invalid } from '../platform/errors.ts'
import { positionOf, cursorOf as timeCursorOf } from '../platform/http/cursor.ts'
import type { DaysQuery, OfDayQuery } from './api.ts'
import type { OutcomesDeps } from './deps.ts'
import { listChanges } from './store/list-changes.ts'
import { listDays } from './store/list-days.ts'
import { listSingles, type SinglePosition } from './store/list-singles.ts'
import { counterNames } from './store/project-facts.ts'
import { readOutcomeScales } from './store/read-days.ts'
import type { DayKey } from './sum-days.ts'
import { changeViewOf, dayViewOf, singleViewOf } from './view.ts'

export function createReads(deps: OutcomesDeps) {
  const { db } = deps.database

  async function reach(actor: Actor, projectId: string) {
    const project = await deps.project(actor, projectId)
    return { project, reach: { projectId, teamIds: visibleTeams(actor) } }
  }

  return {
    async days(actor: Actor, projectId: string, { cursor, limit, ...filter }: DaysQuery) {
      const seen = await reach(actor, projectId)
      const after = cursor === undefined ? null : readDay(cursor)
      const rows = await listDays(db, seen.reach, filter, { after, limit: limit + 1 })
      const scale = (await readOutcomeScales(db, [projectId])).get(projectId) ?? null
      const { items, last } = pageOf(rows, limit)
      return {
        items: items.map((row) => dayViewOf(row, scale)),
        nextCursor: last && encode(`${last.costDay} ${last.task}`),
        scale,
        counters: [...(await counterNames(db, projectId))].toSorted(),
        mayEnter: seen.project.archivedAt === null,
        mayCorrect: seen.project.archivedAt === null && canLeadTeam(actor, seen.project.teamId),
      }
    },

    async singles(actor: Actor, projectId: string, { cursor, limit, ...filter }: OfDayQuery) {
      const seen = await reach(actor, projectId)
      const after = cursor === undefined ? null : readSingle(cursor)
      const { items, last } = pageOf(await listSingles(db, seen.reach, filter, { after, limit: limit + 1 }), limit)
      return {
        items: items.map(singleViewOf),
        nextCursor: last && encode(`${last.costDay} ${last.at.toISOString()} ${last.id}`),
      }
    },

    async changes(actor: Actor, projectId: string, { cursor, limit, ...filter }: OfDayQuery) {
      const seen = await reach(actor, projectId)
      const after = cursor === undefined ? null : positionOf(cursor)
      const { items, last } = pageOf(await listChanges(db, seen.reach, filter, { after, limit: limit + 1 }), limit)
      return { items: items.map(changeViewOf), nextCursor: last && timeCursorOf(last) }
    },
  }
}

/** `last` is null on the last page. */
function pageOf<Row>(rows: readonly Row[], limit: number): { items: Row[]; last: Row | null } {
  const items = rows.slice(0, limit)
  return { items, last: rows.length > limit ? (items.at(-1) ?? null) : null }
}

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const decode = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8')

function readDay(cursor: string): DayKey {
  const text = decode(cursor)
  const [costDay, task] = [text.slice(0, 10), text.slice(11)]
  if (!isCostDay(costDay) || text[10] !== ' ' || task.includes('\u0000')) throw invalid('cursor-invalid')
  return { costDay, task }
}

function readSingle(cursor: string): SinglePosition {
  const [, costDay = '', time = '', id = ''] = /^(\S{10}) (\S{24}) (.+)$/s.exec(decode(cursor)) ?? []
  const at = new Date(time)
  if (!isCostDay(costDay) || Number.isNaN(at.getTime()) || id.includes('\u0000')) throw invalid('cursor-invalid')
  return { costDay, at, id }
}
