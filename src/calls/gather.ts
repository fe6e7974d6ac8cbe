import type { CallRecord, RecordAnswer, RefusalReason } from './call.ts'
import { acceptableAt, type CleanCall, cleanCall } from './clean-call.ts'
import { type KnownCall, knownCall, mergeCalls } from './merge-calls.ts'
import { nameOf } from './store/calls.ts'

/** The records of a batch as calls: those that tell of the same call are one already. */
export type Gathered = {
  calls: Map<string, KnownCall>
  /** The answers, once it is known which of the calls were stored before. */
  answers(outcomes: ReadonlyMap<string, 'stored' | 'duplicate' | 'merged'>): RecordAnswer[]
}

type Place = { id: string; name: string; isFirst: boolean; adds: boolean } | { id: string; reason: RefusalReason }

export function gather(
  records: readonly CallRecord[],
  clean: (record: CallRecord) => CleanCall | RefusalReason,
): Gathered {
  const calls = new Map<string, KnownCall>()
  const places = records.map((record): Place => {
    const call = clean(record)
    if (typeof call === 'string') return { id: record.id, reason: call }
    const name = nameOf(call)
    const known = calls.get(name)
    const merged = known === undefined ? knownCall(call) : mergeCalls(known, knownCall(call))
    calls.set(name, merged)
    return { id: record.id, name, isFirst: known === undefined, adds: merged !== known }
  })
  return {
    calls,
    answers: (outcomes) =>
      places.map((place): RecordAnswer => {
        if ('reason' in place) return { id: place.id, result: 'refused', reason: place.reason }
        const outcome = outcomes.get(place.name) ?? 'duplicate'
        if (place.isFirst || outcome === 'duplicate') return { id: place.id, result: outcome }
        return { id: place.id, result: place.adds ? 'merged' : 'duplicate' }
      }),
  }
}

export function cleanWith(now: Date, keptDays: number, projectIds: ReadonlySet<string>) {
  const times = acceptableAt(now, keptDays)
  return (record: CallRecord): CleanCall | RefusalReason => {
    const call = cleanCall(record, times)
    return typeof call === 'string' || projectIds.has(call.projectId) ? call : 'unknown-project'
  }
}
