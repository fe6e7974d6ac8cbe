import { HOUR, MINUTE } from '../platform/clock.ts'
import { addExactly, amountIn, type ExactAmount, type ExactSum, sumIn } from './exact-sum.ts'
import { modelOf } from './price-call.ts'
import type { CallRow } from './store/columns.ts'

export const DIMENSIONS = ['all', 'task', 'model', 'intent', 'user'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What some calls come to, or by how much that changes: then it may be negative. */
export type Figures = {
  calls: number
  ok: number
  errors: number
  refused: number
  aborted: number
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
  unpricedCalls: number
  durationMs: number
  /** Calls that told how long they took. */
  timedCalls: number
}

type Sum = ExactSum & { readonly key: readonly string[]; readonly figures: Figures }
export type Summed = { readonly key: readonly string[]; readonly figures: Figures; readonly cost: string }

/** What has come to the sums, and what has left them. */
export type Change = { row: CallRow; sign: 1 | -1 }

export type Sums = {
  /** project, start of the hour, task, model, user */
  hours: Summed[]
  /** project, cost day, dimension, value */
  days: Summed[]
  /** project, start of the minute, kind: what the ledger is told */
  minutes: Summed[]
}

/** Calls that use no model but cost something. */
export const OTHER_KIND = 'other'

/** Groups changes before anything is written; in one order, so that two processes never wait for each other. */
export function sumCalls(changes: readonly Change[]): Sums {
  const [hours, days, minutes] = [new SumTree(), new SumTree(), new SumTree()]
  const [hourOf, minuteOf] = [starts(HOUR), starts(MINUTE)]
  for (const { row, sign } of changes) {
    const figures = figuresOf(row)
    const cost = row.cost === null ? 0 : amountIn(row.cost)
    const { projectId, costDay } = row
    const [task, model, intent, user] = [row.task ?? '', modelOf(row) ?? '', row.intent ?? '', row.user ?? '']
    const at = row.at.getTime()
    const add = (sums: SumTree, ...key: readonly string[]) => addTo(sums.at(key), figures, sign, cost)
    add(hours, projectId, hourOf(at), task, model, user)
    add(days, projectId, costDay, 'all', '')
    add(days, projectId, costDay, 'task', task)
    add(days, projectId, costDay, 'model', model)
    add(days, projectId, costDay, 'intent', intent)
    add(days, projectId, costDay, 'user', user)
    if (row.cost !== null || row.unpriced) add(minutes, projectId, minuteOf(at), row.kind ?? OTHER_KIND)
  }
  return { hours: settled(hours.sums), days: settled(days.sums), minutes: settled(minutes.sums) }
}

/** Names of the starts of hours and minutes: many calls, few of those. */
function starts(span: number): (at: number) => string {
  const known = new Map<number, string>()
  return (at) => {
    const start = Math.floor(at / span) * span
    const name = known.get(start) ?? new Date(start).toISOString()
    known.set(start, name)
    return name
  }
}

type Branch = { readonly branches: Map<string, Branch>; readonly sums: Map<string, Sum> }
const newBranch = (): Branch => ({ branches: new Map(), sums: new Map() })

/** Sums by their keys, part by part: joining the parts into one name for every call takes longer than adding. */
class SumTree {
  readonly sums: Sum[] = []
  readonly #root = newBranch()

  at(key: readonly string[]): Sum {
    const last = key.length - 1
    let branch = this.#root
    for (let place = 0; place < last; place += 1) {
      const part = key[place] ?? ''
      let next = branch.branches.get(part)
      if (next === undefined) {
        next = newBranch()
        branch.branches.set(part, next)
      }
      branch = next
    }
    const part = key[last] ?? ''
    let sum = branch.sums.get(part)
    if (sum === undefined) {
      sum = { key, figures: { ...NOTHING }, few: 0, units: 0n }
      branch.sums.set(part, sum)
      this.sums.push(sum)
    }
    return sum
  }
}

function addTo(sum: Sum, figures: Figures, sign: 1 | -1, cost: ExactAmount): void {
  addFigures(sum.figures, figures, sign)
  addExactly(sum, cost, sign)
}

// Written out: this is the innermost of what is done for each call.
function addFigures(sum: Figures, by: Figures, sign: 1 | -1): void {
  sum.calls += sign * by.calls
  sum.ok += sign * by.ok
  sum.errors += sign * by.errors
  sum.refused += sign * by.refused
  sum.aborted += sign * by.aborted
  sum.inputTokens += sign * by.inputTokens
  sum.cachedInputTokens += sign * by.cachedInputTokens
  sum.outputTokens += sign * by.outputTokens
  sum.unpricedCalls += sign * by.unpricedCalls
  sum.durationMs += sign * by.durationMs
  sum.timedCalls += sign * by.timedCalls
}

const SEPARATOR = '\u0000'

/** Without those that come to nothing, in the order of their keys. */
function settled(sums: readonly Sum[]): Summed[] {
  return sums
    .map((sum) => ({ name: sum.key.join(SEPARATOR), key: sum.key, figures: sum.figures, cost: sumIn(sum) }))
    .filter(({ figures, cost }) => cost !== '0' || FIGURES.some((figure) => figures[figure] !== 0))
    .toSorted(({ name: left }, { name: right }) => (left < right ? -1 : 1))
}

const NOTHING: Figures = {
  calls: 0,
  ok: 0,
  errors: 0,
  refused: 0,
  aborted: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  unpricedCalls: 0,
  durationMs: 0,
  timedCalls: 0,
}

/** The figures and their columns, in the order in which they are stored. */
export const FIGURE_COLUMNS = [
  ['calls', 'calls'],
  ['ok', 'ok'],
  ['errors', 'errors'],
  ['refused', 'refused'],
  ['aborted', 'aborted'],
  ['inputTokens', 'input_tokens'],
  ['cachedInputTokens', 'cached_input_tokens'],
  ['outputTokens', 'output_tokens'],
  ['unpricedCalls', 'unpriced_calls'],
  ['durationMs', 'duration_ms'],
  ['timedCalls', 'timed_calls'],
] as const satisfies readonly (readonly [keyof Figures, string])[]

const FIGURES = FIGURE_COLUMNS.map(([name]) => name)

function figuresOf({ result, quantities, unpriced, durationMs }: CallRow): Figures {
  return {
    calls: 1,
    ok: Number(result === 'ok'),
    errors: Number(result === 'error'),
    refused: Number(result === 'refused'),
    aborted: Number(result === 'aborted'),
    inputTokens: quantities?.inputTokens ?? 0,
    cachedInputTokens: quantities?.cachedInputTokens ?? 0,
    outputTokens: quantities?.outputTokens ?? 0,
    unpricedCalls: Number(unpriced),
    durationMs: durationMs ?? 0,
    timedCalls: Number(durationMs !== null),
  }
}
