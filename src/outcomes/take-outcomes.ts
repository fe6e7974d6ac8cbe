import { createHash, randomUUID } from 'node:crypto'
import { cleanText } from '../calls/index.ts'
import { type OutcomeAnswer, SingleInput, TotalInput } from './api.ts'
import { cleanSingle, cleanTotal, type Times } from './clean-outcome.ts'
import type { OutcomeAnswer as Answer, Given, OutcomeRefusal } from './outcome.ts'

type Taken = { given: Given; id: string | null } | { id: string | null; reason: OutcomeRefusal; problems?: string }

/** What was sent, item by item, and their answers once the good ones are recorded. */
export function takeOutcomes(items: readonly unknown[], times: Times, sentence: (code: string) => string) {
  const taken = items.map((item) => takeOutcome(item, times))
  const refused = (id: string | null, reason: OutcomeRefusal, problems = ''): OutcomeAnswer => ({
    id,
    result: 'refused',
    reason,
    detail: `${sentence(reason)} ${problems}`.trim(),
  })
  return {
    given: taken.flatMap((one) => ('given' in one ? [one.given] : [])),
    answers(recorded: readonly Answer[]): OutcomeAnswer[] {
      let place = 0
      return taken.map((one) => {
        if (!('given' in one)) return refused(one.id, one.reason, one.problems)
        const answer = recorded[place]
        place += 1
        if (answer === undefined) throw new Error('an outcome was not answered')
        return answer.result === 'refused' ? refused(one.id, answer.reason) : { id: one.id, result: answer.result }
      })
    },
  }
}

function takeOutcome(item: unknown, times: Times): Taken {
  if (typeof item === 'object' && item !== null && 'day' in item) {
    const parsed = TotalInput.safeParse(item)
    if (!parsed.success) return { id: null, reason: 'outcome-invalid', problems: problemsOf(parsed.error) }
    return takenOf(null, cleanTotal(parsed.data, times))
  }
  const parsed = SingleInput.safeParse(item)
  if (!parsed.success) return { id: idIn(item), reason: 'outcome-invalid', problems: problemsOf(parsed.error) }
  const id = idOf(parsed.data)
  return takenOf(id, cleanSingle(parsed.data, id, times))
}

function takenOf(id: string | null, given: Given | OutcomeRefusal): Taken {
  return typeof given === 'string' ? { id, reason: given } : { id, given }
}

function problemsOf(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join(' · ')
}

/** A text that is part of a key: whatever it holds, the same one is the same outcome. */
function idOf({ id, responseId }: SingleInput): string {
  const given = id ?? responseId
  if (given === null || given === undefined) return randomUUID()
  const isPlain = given.length <= 128 && cleanText(given) === given
  return isPlain ? given : `sha256-${createHash('sha256').update(given).digest('base64url')}`
}

function idIn(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !('id' in item)) return null
  return typeof item.id === 'string' ? item.id.slice(0, 128) : null
}
