import type { CallRecord, RecordAnswer } from '../call.ts'
import { type Caller, callOfSpan } from './call-of-span.ts'
import type { PartialSuccess } from './messages.ts'
import type { Span } from './span.ts'

const MOST_NAMED = 5

export type SpanWords = {
  /** The sentence of a reason. */
  sentence(code: string): string
}

/** The calls among the spans, and what the sender is told once they are recorded. */
export function takeSpans(spans: readonly Span[], caller: Caller) {
  const records: CallRecord[] = []
  const operations = new Set<string>()
  let invalid = 0
  for (const span of spans) {
    const taken = callOfSpan(span, caller)
    if (taken.kind === 'call') records.push(taken.record)
    else if (taken.kind === 'not-known') operations.add(taken.operation)
    else if (taken.kind === 'invalid') invalid += 1
  }
  return {
    records,
    /** Null: everything was taken, and there is nothing to say. */
    answer(recorded: readonly RecordAnswer[], { sentence }: SpanWords): PartialSuccess | null {
      const reasons = recorded.flatMap((one) => (one.result === 'refused' ? [one.reason] : []))
      const rejectedSpans = reasons.length + invalid
      const told = [...new Set([...reasons, ...(invalid > 0 ? ['span-invalid'] : [])])].map(sentence)
      if (operations.size > 0) {
        const named = [...operations].slice(0, MOST_NAMED).map((name) => name.slice(0, 64))
        told.push(`${sentence('span-operation-unknown')} ${named.join(', ')}`)
      }
      return told.length === 0 ? null : { rejectedSpans, errorMessage: told.join(' ') }
    },
  }
}
