import type { DayView } from '../../src/outcomes/api.ts'
import { words } from '../words/index.ts'
import { readScore, readWhole } from './typed.ts'

const say = words.outcomes.form

export type TypedDay = {
  day: string
  task: string
  attempts: number
  successes: number
  feedback: { score: number; count: number; min: number; max: number } | null
  counters: Record<string, number>
}
export type Typed = { day: TypedDay | null; problems: ReadonlyMap<string, string> }

export const counterField = (name: string): string => `counter ${name}`

/** What was typed, or what is wrong with it, field by field. */
export function readForm(text: (name: string) => string, counters: readonly string[]): Typed {
  const problems = new Map<string, string>()
  const whole = (name: string): number => {
    const count = readWhole(text(name))
    if (count === null) problems.set(name, say.invalidCount)
    return count ?? 0
  }
  const [attempts, successes] = [whole('attempts'), whole('successes')]
  if (problems.size === 0 && successes > attempts) problems.set('successes', say.tooMany)
  const feedback = readFeedback(text, problems)
  const named: [string, number][] = counters
    .filter((name) => text(counterField(name)).trim() !== '')
    .map((name) => [name, whole(counterField(name))])
  const fresh = text('counterName').trim()
  if (fresh !== '') named.push([fresh, whole('counterValue')])
  if (problems.size > 0) return { day: null, problems }
  const day = { day: text('day'), task: text('task').trim(), attempts, successes, feedback }
  return { day: { ...day, counters: Object.fromEntries(named) }, problems }
}

function readFeedback(text: (name: string) => string, problems: Map<string, string>): TypedDay['feedback'] {
  if (text('score').trim() === '') return null
  const number = (name: string): number => {
    const read = readScore(text(name))
    if (read === null) problems.set(name, say.invalidScore)
    return read ?? 0
  }
  const count = readWhole(text('count')) ?? 0
  if (count === 0) problems.set('count', say.countNeeded)
  return { score: number('score'), min: number('min'), max: number('max'), count }
}

/** What the fields begin with where a day is corrected. */
export function startOf(day: DayView | null, name: 'score' | 'count' | 'min' | 'max'): string | undefined {
  const known = day?.total?.feedback
  return known ? String(known[name]) : undefined
}
