import { MINUTE, SECOND } from '../platform/clock.ts'
import { badRequest, standardError } from './api-error.ts'
import type { Interruption, Interruptions } from './interruptions.ts'
import { defaultRows, FIGURES, type Figure, type RateLimitRow, rowOfNewModel } from './rate-limit-rows.ts'

export type Changes = { readonly [name in Figure]?: number | undefined }

export type RateLimits = {
  rows(projectId: string): readonly RateLimitRow[]
  /** `isStored` false: answered like any other write, and gone (quirk 25). */
  update(projectId: string, rowId: string, changes: Changes, isStored?: boolean): RateLimitRow
  /** Rows that are as they were on the first day again, without anybody having asked for it (quirk 25). */
  reset(projectId: string, models?: readonly string[]): void
  /** A model that appears later, with a row of its own. */
  add(projectId: string, family: string): void
  /** How many requests per minute a model was allowed from which instant on; empty while nobody changed it. */
  paces(projectId: string, family: string): readonly Pace[]
  /**
   * Counts one call; refused when this minute's requests are used up. Only limits that somebody lowered count, so that
   * load tests are not stopped by the default ones. Limits of zero are refused before.
   */
  take(
    projectId: string,
    family: string,
  ): { readonly isAllowed: boolean; readonly limit: number; readonly used: number }
}

export type Pace = { readonly from: number; readonly perMinute: number }

type State = { rows: RateLimitRow[]; readonly stops: Map<string, Interruption>; readonly paces: Map<string, Pace[]> }

export function createRateLimits(options: {
  now: () => number
  delaySeconds: number
  interruptions: Interruptions
  hasNewModel?: boolean
}): RateLimits {
  const states = new Map<string, State>()
  const windows = new Map<string, { minute: number; used: number }>()

  function stateOf(projectId: string): State {
    const known = states.get(projectId)
    if (known !== undefined) return known
    const state = {
      rows: defaultRows(options.hasNewModel),
      stops: new Map<string, Interruption>(),
      paces: new Map<string, Pace[]>(),
    }
    states.set(projectId, state)
    return state
  }

  /** Opens or ends the interruption that belongs to a limit of zero. */
  function enforce(state: State, projectId: string, row: RateLimitRow, isBatch: boolean): void {
    const name = `${row.id} ${isBatch}`
    const at = options.now() + options.delaySeconds * SECOND
    const open = state.stops.get(name)
    const isStopped = (isBatch ? BATCH_FIGURES : LIVE_FIGURES).some(
      (name) => row[name] === 0 && !isZeroByNature(row, name),
    )
    if (isStopped && open === undefined) {
      const stop = { reason: 'rate_limit' as const, projectId, family: row.model, isBatch, from: at }
      state.stops.set(name, options.interruptions.open(stop))
    }
    if (!isStopped && open !== undefined) {
      open.to = Math.max(open.from, at)
      state.stops.delete(name)
    }
  }

  function store(projectId: string, row: RateLimitRow, updated: RateLimitRow): void {
    const state = stateOf(projectId)
    state.rows = state.rows.map((one) => (one.id === row.id ? updated : one))
    if (updated.max_requests_per_1_minute !== row.max_requests_per_1_minute) {
      const from = options.now() + options.delaySeconds * SECOND
      const before = state.paces.get(row.model) ?? []
      state.paces.set(row.model, [...before, { from, perMinute: updated.max_requests_per_1_minute }])
    }
    enforce(state, projectId, updated, false)
    enforce(state, projectId, updated, true)
  }

  return {
    rows: (projectId) => stateOf(projectId).rows,
    update: (projectId, rowId, changes, isStored = true) => {
      const row = stateOf(projectId).rows.find((one) => one.id === rowId)
      if (row === undefined) throw unknownRow(rowId)
      check(row, changes)
      const updated = { ...row, ...given(changes) }
      if (isStored) store(projectId, row, updated)
      return updated
    },
    reset: (projectId, models) => {
      for (const row of stateOf(projectId).rows) {
        if (models === undefined || models.includes(row.model)) store(projectId, row, originalOf(row))
      }
    },
    add: (projectId, family) => {
      const state = stateOf(projectId)
      if (!state.rows.some((row) => row.model === family)) state.rows = [...state.rows, rowOfNewModel(family)]
    },
    paces: (projectId, family) => states.get(projectId)?.paces.get(family) ?? [],
    take: (projectId, family) => {
      const rows = stateOf(projectId).rows
      const row = rows.find((one) => one.model === family) ?? rows.find((one) => one.model === '*default')
      const limit = row?.max_requests_per_1_minute ?? 0
      if (row === undefined || limit === originalOf(row).max_requests_per_1_minute)
        return { isAllowed: true, limit, used: 0 }
      const minute = Math.floor(options.now() / MINUTE)
      const name = `${projectId} ${family}`
      const window = windows.get(name)
      const used = window?.minute === minute ? window.used : 0
      if (used >= limit) return { isAllowed: false, limit, used }
      windows.set(name, { minute, used: used + 1 })
      return { isAllowed: true, limit, used: used + 1 }
    },
  }
}

const ORIGINALS: ReadonlyMap<string, RateLimitRow> = new Map(defaultRows().map((row) => [row.id, row]))
const BATCH_FIGURES: readonly Figure[] = ['batch_1_day_max_input_tokens']
const LIVE_FIGURES: readonly Figure[] = FIGURES.filter((name) => !BATCH_FIGURES.includes(name))

/** The row shows tokens for every model, also where it has none; such a figure cannot be changed (quirk 24). */
function isZeroByNature(row: RateLimitRow, name: Figure): boolean {
  return originalOf(row)[name] === 0
}

function originalOf(row: RateLimitRow): RateLimitRow {
  return ORIGINALS.get(row.id) ?? rowOfNewModel(row.model)
}

function given(changes: Changes): { [name in Figure]?: number } {
  return Object.fromEntries(FIGURES.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name]]])))
}

function check(row: RateLimitRow, changes: Changes): void {
  if (row.model.startsWith('ft:') || row.model.endsWith('-shared')) {
    throw badRequest(`Rate limit for model ${row.model} is not updatable.`, null, 'rate_limit_not_updatable')
  }
  for (const name of FIGURES) {
    const value = changes[name]
    if (value === undefined) continue
    if (value < 0) throw badRequest(`Invalid '${name}': expected a value >= 0.`, name)
    const ceiling = originalOf(row)[name]
    if (ceiling === undefined || isZeroByNature(row, name)) {
      throw badRequest(`Rate limit type ${name} is invalid for model ${row.model}.`, name, 'invalid_rate_limit_type')
    }
    if (value > ceiling) {
      throw badRequest(
        `Cannot set ${name} to ${value}: it exceeds the organization rate limit of ${ceiling}.`,
        name,
        'organization_rate_limit_exceeded',
      )
    }
  }
}

function unknownRow(rowId: string) {
  const message = `Rate limit ${rowId} does not exist for this organization and model.`
  return standardError(404, message, { code: 'rate_limit_does_not_exist_for_org_and_model' })
}
