import { setImmediate } from 'node:timers/promises'
import type { Scale } from '../feedback.ts'
import type { GivenTotal, OutcomeAnswer } from '../outcome.ts'
import { nameOfDay } from '../sum-days.ts'
import type { Line, Read } from './read-file.ts'
import { type LineRefusal, readLine } from './read-line.ts'

export type LineAnswer = { line: Line; given: GivenTotal | null } & (
  | { result: 'stored' | 'duplicate' | 'replaced' }
  | { result: 'refused'; reason: LineRefusal; like: number | null }
)
const LINES_AT_ONCE = 500

type Taken = { line: Line } & ({ given: GivenTotal } | { reason: LineRefusal; like: number | null })

/** The good lines of a file, and the answer of each line once those are decided. A day and task stands in it once. */
export async function takeFile({ lines, columns, broken }: Read, about: { now: Date; scale: Scale | null }) {
  const first = new Map<string, number>()
  const takeLine = (line: Line): Taken => {
    const given = readLine(line.cells, columns, about)
    if (typeof given === 'string') return { line, reason: given, like: null }
    const name = nameOfDay(given)
    const before = first.get(name)
    if (before !== undefined) return { line, reason: 'outcome-line-repeated', like: before }
    first.set(name, line.number)
    return { line, given }
  }
  const taken: Taken[] = []
  for (const line of lines) {
    // Others are served between the lines of a long file.
    if (taken.length % LINES_AT_ONCE === 0) await setImmediate()
    taken.push(takeLine(line))
  }
  for (const number of broken) {
    taken.push({ line: { number, cells: [] }, reason: 'outcome-line-broken', like: null })
  }
  return {
    given: taken.flatMap((one) => ('given' in one ? [one.given] : [])),
    answers(decided: readonly OutcomeAnswer[]): LineAnswer[] {
      let place = 0
      const answers = taken.map((one): LineAnswer => {
        if (!('given' in one))
          return { line: one.line, given: null, result: 'refused', reason: one.reason, like: one.like }
        const { line, given } = one
        const answer = decided[place]
        place += 1
        if (answer === undefined) throw new Error('a line was not answered')
        return answer.result === 'refused'
          ? { line, given, result: 'refused', reason: answer.reason, like: null }
          : { line, given, result: answer.result }
      })
      return answers.toSorted((left, right) => left.line.number - right.line.number)
    },
  }
}
