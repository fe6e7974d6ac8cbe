import type { Settled } from './options.ts'
import { safely, tell } from './problem.ts'
import type { SentCall, SentOutcome } from './wire.ts'

export type Item = { to: 'calls'; body: SentCall } | { to: 'outcomes'; body: SentOutcome }

export type Stats = {
  /** On their way. */
  waiting: number
  /** Taken by the server, whatever it made of them. */
  sent: number
  /** Refused by the server, each for a reason that `onProblem` was told. */
  refused: number
  /** Lost: the queue was full, or the server will never take them (wrong key or address). */
  dropped: number
}

export type Recorder = {
  add(item: Item): void
  /** Sends what waits, trying each once. It never fails; what could not be sent goes on waiting. */
  flush(): Promise<void>
  /** Keeps an edge function alive until the promise ends and everything was sent. */
  hold(until: Promise<unknown>): void
  stats(): Stats
}

const MOST_WAITING = 10_000
const BATCH = 500
/** A busy program sends full batches, an idle one at once. */
const GATHER_MS = 1_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const PATIENCE_MS = 10_000

type Outcome = { kind: 'sent'; refused: number } | { kind: 'later'; afterMs: number | null } | { kind: 'never' }

export function createRecorder(settled: Settled): Recorder {
  const { url, key, onProblem } = settled
  const most = settled.mostWaiting ?? MOST_WAITING
  const queue: Item[] = []
  let sent = 0
  let refused = 0
  let dropped = 0
  let underWay = 0
  let failures = 0
  let timer: Timer | null = null
  let sending: Promise<void> | null = null

  function add(item: Item): void {
    queue.push(item)
    keepToBound()
    if (queue.length >= BATCH && failures === 0) void flush()
    else schedule(GATHER_MS)
  }

  function keepToBound(): void {
    const over = queue.length - most
    if (over <= 0) return
    queue.splice(0, over)
    dropped += over
    tell('보내지 못한 기록이 너무 많아 오래된 것부터 버립니다.', onProblem)
  }

  function schedule(ms: number): void {
    if (timer !== null || sending !== null) return
    safely(() => {
      // A record that waits keeps no process alive; `beforeExit` sends it.
      timer = letGo(
        setTimeout(() => {
          timer = null
          void flush()
        }, ms),
      )
    })
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    sending ??= drain().finally(() => {
      sending = null
      if (queue.length > 0) schedule(failures === 0 ? GATHER_MS : waitMs())
    })
    return sending
  }

  let askedToWaitMs: number | null = null
  function waitMs(): number {
    const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10))
    return askedToWaitMs ?? backOff * (0.5 + Math.random() / 2)
  }

  async function drain(): Promise<void> {
    for (;;) {
      const batch = nextBatch()
      if (batch === null) return
      underWay = batch.length
      const outcome = await post(batch)
      underWay = 0
      if (outcome.kind === 'later') {
        failures += 1
        askedToWaitMs = outcome.afterMs
        queue.unshift(...batch)
        keepToBound()
        return
      }
      failures = 0
      if (outcome.kind === 'never') dropped += batch.length
      else {
        sent += batch.length - outcome.refused
        refused += outcome.refused
      }
    }
  }

  function nextBatch(): Item[] | null {
    const [first] = queue
    if (first === undefined) return null
    const end = queue.findIndex(({ to }, place) => to !== first.to || place >= BATCH)
    return queue.splice(0, end === -1 ? queue.length : end)
  }

  async function post(batch: readonly Item[]): Promise<Outcome> {
    const to = batch[0]?.to ?? 'calls'
    const left = new AbortController()
    const patience = letGo(setTimeout(() => left.abort(), PATIENCE_MS))
    try {
      const response = await (settled.fetch ?? globalThis.fetch)(`${url}/api/${to}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ [to]: batch.map(({ body }) => body) }),
        redirect: 'manual',
        signal: left.signal,
      })
      const text = await response.text()
      return response.ok ? taken(text) : notTaken(response)
    } catch {
      tell(`${url}에 연결하지 못했습니다. 잠시 뒤 다시 보냅니다.`, onProblem)
      return { kind: 'later', afterMs: null }
    } finally {
      clearTimeout(patience)
    }
  }

  function taken(text: string): Outcome {
    const { refused: count = 0, items = [] } = (parse(text) ?? {}) as {
      refused?: number
      items?: { result?: string; reason?: string; detail?: string }[]
    }
    for (const { result, reason, detail } of items) {
      if (result === 'refused') tell(`기록이 거절되었습니다(${reason}): ${detail ?? ''}`, onProblem)
    }
    return { kind: 'sent', refused: count }
  }

  function notTaken({ status, headers }: Response): Outcome {
    if (status === 408 || status === 429 || status >= 500) {
      const seconds = Number(headers.get('retry-after') ?? Number.NaN)
      return { kind: 'later', afterMs: seconds >= 0 ? Math.min(seconds * 1_000, LONGEST_WAIT_MS) : null }
    }
    tell(`서버가 기록을 받지 않았습니다(HTTP ${status}). 프로젝트 키와 주소를 확인해 주십시오.`, onProblem)
    return { kind: 'never' }
  }

  return {
    add,
    flush: () => flush().catch(() => {}),
    hold: (until) => {
      const { waitUntil = vercelWaitUntil() } = settled
      if (waitUntil) safely(() => waitUntil(until.then(flush, flush)))
    },
    stats: () => ({ waiting: queue.length + underWay, sent, refused, dropped }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Timer = ReturnType<typeof setTimeout>

function letGo(timer: Timer): Timer {
  ;(timer as { unref?: () => void }).unref?.()
  return timer
}

type VercelContext = { get?(): { waitUntil?: (promise: Promise<unknown>) => void } | undefined }

/** Vercel's functions tell of their `waitUntil` here. */
function vercelWaitUntil(): ((promise: Promise<unknown>) => void) | undefined {
  const context = (globalThis as Record<symbol, VercelContext | undefined>)[Symbol.for('@vercel/request-context')]
  const found = context?.get?.()
  return found?.waitUntil?.bind(found)
}
