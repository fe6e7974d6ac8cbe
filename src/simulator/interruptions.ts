import type { Stream } from './stream.ts'

export type StopReason =
  | 'project_spend_limit'
  | 'organization_spend_limit'
  | 'rate_limit'
  | 'key_deleted'
  | 'project_archived'

/** A span of time in which something is refused. Null means "whatever it is": no project is the whole organization. */
export type Interruption = {
  readonly reason: StopReason
  readonly projectId: string | null
  readonly family: string | null
  readonly apiKeyId: string | null
  /** Batches have a limit of their own: a model's requests per minute do not touch them. */
  readonly isBatch: boolean | null
  readonly from: number
  to: number
}

export type Target = Pick<Stream, 'projectId' | 'family' | 'apiKeyId' | 'kind' | 'batch'>

/** Only what narrows it down has to be said. */
export type Opening = Pick<Interruption, 'reason' | 'projectId' | 'from'> & Partial<Interruption>

export type Interruptions = {
  list(): readonly Interruption[]
  open(interruption: Opening): Interruption
  /** Everything that refuses this at `instant`. */
  at(target: Target, instant: number): Interruption[]
  /** Counts what really happened: generated use is cut out of every span in which it is refused. */
  measure(stream: Stream, from: number, to: number): readonly number[]
}

export function createInterruptions(): Interruptions {
  const byProject = new Map<string | null, Interruption[]>()
  const near = (target: Target) => [...(byProject.get(null) ?? []), ...(byProject.get(target.projectId) ?? [])]
  return {
    list: () => [...byProject.values()].flat(),
    open: (interruption) => {
      const opened = { family: null, apiKeyId: null, isBatch: null, to: Number.POSITIVE_INFINITY, ...interruption }
      byProject.set(opened.projectId, [...(byProject.get(opened.projectId) ?? []), opened])
      return opened
    },
    at: (target, instant) =>
      near(target).filter((one) => one.from <= instant && instant < one.to && concerns(one, target)),
    measure: (stream, from, to) => {
      if (byProject.size === 0 || stream.isRecorded) return stream.measure(from, to)
      const spans = near(stream).filter((one) => one.from < to && one.to > from && concerns(one, stream))
      return spans.length === 0 ? stream.measure(from, to) : measureOutside(stream, from, to, spans)
    },
  }
}

function concerns(one: Interruption, target: Target): boolean {
  return (
    target.kind !== 'adjustment' &&
    (one.family === null || one.family === target.family) &&
    (one.apiKeyId === null || one.apiKeyId === target.apiKeyId) &&
    (one.isBatch === null || one.isBatch === target.batch)
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
