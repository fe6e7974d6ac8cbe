import type { Actor } from '../people/actor.ts'
import { requireLead } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { AppError, notFound } from '../platform/errors.ts'
import type { BulkResult } from './api.ts'
import { changeInside, changeThreshold, type Moment, type Note, requireLive } from './change.ts'
import { closeBreaches } from './close-breaches.ts'
import type { ThresholdsDeps } from './deps.ts'
import { DEFAULT_LEVELS, readLevels, readLimit } from './levels.ts'
import type { Period } from './periods.ts'
import { findProjects, markRemoved, type Setting, saveThreshold, type ThresholdRow } from './store/thresholds.ts'
import type { Level, OnNoData } from './threshold.ts'
import { requireVisibleTeam } from './visible.ts'
import { effectNames } from './words.ko.ts'

/** What is left out stays as it is; a first threshold gets the usual levels and goes on without readings. */
export type SettingInput = {
  limit: string
  levels?: readonly Level[] | undefined
  onNoData?: OnNoData | undefined
  hard?: boolean | undefined
  reason?: string | undefined
}
export type BulkRow = Omit<SettingInput, 'limit'> & { projectId: string; period: Period; limit: string | null }

export type BulkOutcome = Omit<BulkResult, 'detail'>

export function createSettings(deps: ThresholdsDeps) {
  return {
    set: (actor: Actor, projectId: string, period: Period, input: SettingInput): Promise<void> =>
      changeThreshold(deps, { actor, projectId, period }, (tx, row, moment) =>
        set(tx, { projectId, period, row, moment }, input),
      ),

    remove: (actor: Actor, projectId: string, period: Period, reason = ''): Promise<void> =>
      changeThreshold(deps, { actor, projectId, period }, (tx, row, moment) =>
        remove(tx, deps, { period, row: requireLive(row), moment }, reason),
      ),

    /** Each row gets its own answer; the good ones are set even if others are refused. */
    async setMany(actor: Actor, teamId: string, rows: readonly BulkRow[]): Promise<BulkOutcome[]> {
      await requireVisibleTeam(deps.db, actor, teamId)
      requireLead(actor, teamId)
      const projects = new Map((await findProjects(deps.db, { teamId })).map((project) => [project.id, project]))
      const results: BulkOutcome[] = []
      for (const row of rows) {
        const { projectId, period } = row
        try {
          const project = projects.get(projectId)
          if (!project) throw notFound('not-found')
          const isChanged = await deps.db
            .transaction()
            .execute((tx) =>
              changeInside(tx, deps, { actor, project, period }, (inside, known, moment) =>
                setOrRemove(inside, deps, { projectId, period, row: known, moment }, row),
              ),
            )
          results.push({ projectId, period, ok: true, code: null, isChanged })
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          results.push({ projectId, period, ok: false, code: error.code, isChanged: false })
        }
      }
      return results
    },
  }
}

type Place = { projectId: string; period: Period; row: ThresholdRow | null; moment: Moment }

async function setOrRemove(tx: Tx, deps: ThresholdsDeps, place: Place, input: BulkRow): Promise<Note | null> {
  if (input.limit !== null) return set(tx, place, { ...input, limit: input.limit })
  const { row, period, moment } = place
  if (!row || row.removedAt) return null
  return remove(tx, deps, { period, row, moment }, input.reason ?? '')
}

async function set(tx: Tx, { projectId, period, row, moment }: Place, input: SettingInput): Promise<Note | null> {
  const known = row && !row.removedAt ? row : null
  const setting: Setting = {
    limit: readLimit(input.limit),
    levels: readLevels(input.levels ?? known?.levels ?? DEFAULT_LEVELS),
    onNoData: input.onNoData ?? known?.onNoData ?? 'go-on',
    hard: input.hard ?? known?.hard ?? false,
  }
  const [before, after] = [known ? valuesOf(period, known) : null, valuesOf(period, setting)]
  if (before && JSON.stringify(before) === JSON.stringify(after)) return null
  await saveThreshold(tx, projectId, period, setting, moment.at)
  return { kind: 'threshold.set', before, after, ...(input.reason ? { reason: input.reason } : {}) }
}

async function remove(
  tx: Tx,
  deps: ThresholdsDeps,
  { period, row, moment }: { period: Period; row: ThresholdRow; moment: Moment },
  reason: string,
): Promise<Note> {
  await markRemoved(tx, row.id, moment.at)
  await closeBreaches(tx, deps, { thresholdId: row.id }, moment.at)
  return { kind: 'threshold.removed', before: valuesOf(period, row), after: null, reason }
}

function valuesOf(period: Period, { limit, levels, onNoData, hard }: Setting) {
  const names = levels.map(({ percent, effect }) => `${percent}% ${effectNames[effect]}`)
  return { period, limit, levels: names, onNoData, hard }
}
