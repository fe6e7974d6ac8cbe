import type { Stream } from './stream.ts'

export type StopReason =
  | 'project_spend_limit'
  | 'organization_spend_limit'
  | 'rate_limit'
  | 'model_permission'
  | 'key_deleted'
  | 'project_archived'

/** A span of time in which something is refused. Null means "whatever it is": no project is the whole organization. */
export type Interruption = {
  readonly reason: StopReason
  readonly projectId: string | null
  readonly family: string | null
  readonly apiKeyId: string | null
  readonly from: number
  to: number
}

export type Target = Pick<Stream, 'projectId' | 'family' | 'apiKeyId' | 'kind'>

export type Interruptions = {
  open(interruption: Omit<Interruption, 'to'>): Interruption
  /** What refuses this at `instant`, if anything. */
  at(target: Target, instant: number): Interruption | undefined
  /** Counts what really happened: generated use is cut out of every span in which it is refused. */
  measure(stream: Stream, from: number, to: number): readonly number[]
}

export function createInterruptions(): Interruptions {
  const all: Interruption[] = []
  return {
    open: (interruption) => {
      const opened = { ...interruption, to: Number.POSITIVE_INFINITY }
      all.push(opened)
      return opened
    },
    at: (target, instant) => all.find((one) => one.from <= instant && instant < one.to && concerns(one, target)),
    measure: (stream, from, to) => {
      if (all.length === 0 || stream.isRecorded) return stream.measure(from, to)
      const spans = all.filter((one) => one.from < to && one.to > from && concerns(one, stream))
      return spans.length === 0 ? stream.measure(from, to) : measureOutside(stream, from, to, spans)
    },
  }
}

function concerns(one: Interruption, target: Target): boolean {
  return (
    target.kind !== 'adjustment' &&
    (one.projectId === null || one.projectId === target.projectId) &&
    (one.family === null || one.family === target.family) &&
    (one.apiKeyId === null || one.apiKeyId === target.apiKeyId)
  )
}

function measureOutside(stream: Stream, from: number, to: number, spans: readonly Interruption[]): number[] {
  const counts = stream.components.map(() => 0)
  const add = (start: number, end: number) => {
    if (end <= start) return
    for (const [index, count] of stream.measure(start, end).entries()) counts[index] = (counts[index] ?? 0) + count
  }
  let open = from
  for (const span of spans.toSorted((left, right) => left.from - right.from)) {
    add(open, Math.min(span.from, to))
    open = Math.max(open, span.to)
  }
  add(open, to)
  return counts
}
