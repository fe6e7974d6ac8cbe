import { type Connection, processHere, settle } from './options.ts'
import { safely, tell } from './problem.ts'
import { createRecorder, type Recorder, type Stats } from './recorder.ts'

const recorders = new Map<string, Recorder>()

/** One queue per server and key, however many clients record into it. Null: nobody said where records go. */
export function recorderFor(connection: Connection): Recorder | null {
  const settled = settle(connection)
  if (settled === null) {
    tell('FINOPS_URL과 FINOPS_KEY가 없어 호출을 기록하지 않습니다.', connection.onProblem)
    return null
  }
  const name = `${settled.url} ${settled.key}`
  const known = recorders.get(name)
  if (known) return known
  const made = createRecorder(settled)
  if (recorders.size === 0) sendAtTheEnd()
  recorders.set(name, made)
  return made
}

function sendAtTheEnd(): void {
  let hadItsChance = false
  safely(() => {
    processHere()?.on?.('beforeExit', () => {
      // A process whose records nobody takes ends all the same.
      if (hadItsChance || stats().waiting === 0) return
      hadItsChance = true
      void flush()
    })
  })
}

/** Sends everything that waits, trying each once. Await it before `process.exit()`; it never fails. */
export async function flush(): Promise<void> {
  await Promise.all([...recorders.values()].map((recorder) => recorder.flush()))
}

/** What became of the records so far, over all keys. */
export function stats(): Stats {
  const sum: Stats = { waiting: 0, sent: 0, refused: 0, dropped: 0 }
  for (const recorder of recorders.values()) {
    const one = recorder.stats()
    sum.waiting += one.waiting
    sum.sent += one.sent
    sum.refused += one.refused
    sum.dropped += one.dropped
  }
  return sum
}
