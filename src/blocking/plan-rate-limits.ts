import { RATE_FIGURES, type RateFigure, type RateLimitRow } from '../providers/openai/index.ts'
import type { Grade, StepNote } from './block.ts'
import { type Decision, decide, type Hold, type Limit, type Outcome } from './limit.ts'

export type RowWrite = {
  item: string
  model: string
  figures: { field: RateFigure; value: number; present: number; hold: Hold | null; undone: boolean }[]
}
export type Closing = { hold: Hold; outcome: Outcome; final: Limit }

export type RatePlan = {
  /** In the order in which they should be sent: what costs most first. */
  writes: RowWrite[]
  closings: Closing[]
  /** Holds seen in force now. */
  confirmed: Hold[]
  notes: StepNote[]
  /** Rows that are, or should be, held; and how many of them are. */
  total: number
  done: number
}

/** A tenth, at least 1: zero would stop. */
export function slowed(original: number): number {
  return Math.max(1, Math.floor(original / 10))
}

/** What brings all rows of a project to what its open blocks want; `grade` null: to what they were. */
export function planRateLimits(input: {
  rows: readonly RateLimitRow[]
  holds: readonly Hold[]
  grade: Grade | null
  heavyModels: readonly string[]
}): RatePlan {
  const { rows, grade } = input
  const plan: RatePlan = { writes: [], closings: [], confirmed: [], notes: [], total: 0, done: 0 }
  const holds = new Map(input.holds.map((hold) => [`${hold.item}\n${hold.field}`, hold]))
  for (const row of byWeight(rows, input.heavyModels)) planRow(row, holds, grade, plan)
  if (grade === null) closeVanished(rows, input.holds, plan)
  return plan
}

function planRow(row: RateLimitRow, holds: ReadonlyMap<string, Hold>, grade: Grade | null, plan: RatePlan): void {
  const figures = figuresOf(row).map(([field, present]) => {
    const hold = holds.get(`${row.id}\n${field}`) ?? null
    return { field, present, hold, decision: decisionFor(present, hold, grade) }
  })
  if (grade !== null && !isUpdatable(row)) {
    if (figures.some(({ present }) => present > 0)) plan.notes.push(note('not-updatable', row, null, null, null))
    return
  }
  const write: RowWrite = { item: row.id, model: row.model, figures: [] }
  for (const { field, present, hold, decision } of figures) {
    switch (decision.kind) {
      case 'write':
        if (decision.value !== null)
          write.figures.push({ field, value: decision.value, present, hold, undone: decision.undone })
        break
      case 'close':
        if (hold) plan.closings.push({ hold, outcome: decision.outcome, final: present })
        break
      case 'refused':
        plan.notes.push(note('refused', row, field, present, hold?.original ?? null))
        break
      case 'contested':
        plan.notes.push(note('contested', row, field, present, hold?.original ?? null))
        break
      case 'in-force':
        if (hold && !hold.isConfirmed) plan.confirmed.push(hold)
        break
      case 'free':
        break
    }
  }
  count(figures, plan)
  if (write.figures.length > 0) plan.writes.push(write)
}

function decisionFor(present: number, hold: Hold | null, grade: Grade | null): Decision {
  if (grade === null) return decide(present, hold, undefined)
  // A zero without a hold is not ours: nothing is to be stopped there, and nothing will be restored.
  if (hold === null && present === 0) return { kind: 'free' }
  return decide(present, hold, grade === 'stop' ? 0 : slowed(hold?.original ?? present))
}

function count(figures: readonly { decision: Decision; hold: Hold | null }[], plan: RatePlan): void {
  const counted = figures.filter(({ decision }) => decision.kind !== 'free' && decision.kind !== 'refused')
  if (counted.length === 0) return
  plan.total += 1
  if (counted.every(({ decision }) => decision.kind === 'in-force' || decision.kind === 'close')) plan.done += 1
}

/** A model that the provider has taken away has nothing to restore. */
function closeVanished(rows: readonly RateLimitRow[], holds: readonly Hold[], plan: RatePlan): void {
  const shown = new Set(rows.flatMap((row) => figuresOf(row).map(([field]) => `${row.id}\n${field}`)))
  for (const hold of holds) {
    if (!shown.has(`${hold.item}\n${hold.field}`)) plan.closings.push({ hold, outcome: 'gone', final: null })
  }
}

function figuresOf(row: RateLimitRow): [RateFigure, number][] {
  return RATE_FIGURES.flatMap((field) => {
    const value = row.figures[field]
    return value === undefined ? [] : [[field, value] satisfies [RateFigure, number]]
  })
}

/** Rows of fine-tuned models and shared rows refuse every change. */
export function isUpdatable(row: Pick<RateLimitRow, 'model'>): boolean {
  return !row.model.startsWith('ft:') && !row.model.endsWith('-shared')
}

/** Usage names dated models, rows their family: `gpt-4o-2024-08-06` is held by `gpt-4o`. */
function byWeight(rows: readonly RateLimitRow[], heavyModels: readonly string[]): RateLimitRow[] {
  const rank = (row: RateLimitRow) => {
    const place = heavyModels.findIndex((model) => model === row.model || model.startsWith(`${row.model}-`))
    return place < 0 ? heavyModels.length : place
  }
  return rows.toSorted((left, right) => rank(left) - rank(right))
}

function note(
  kind: StepNote['kind'],
  row: Pick<RateLimitRow, 'id' | 'model'>,
  field: string | null,
  value: number | null,
  original: number | null,
): StepNote {
  return { kind, item: row.id, model: row.model, field, value, original }
}
