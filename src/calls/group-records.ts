import type { CallRecord, RecordAnswer } from './call.ts'
import type { Alongside } from './deps.ts'

type RecordCalls = (records: readonly CallRecord[], alongside?: Alongside) => Promise<RecordAnswer[]>

type Batch = {
  records: readonly CallRecord[]
  alongside: Alongside | undefined
  resolve(answers: RecordAnswer[]): void
  reject(error: unknown): void
}

/** While one transaction waits for the database, the next is made ready. */
const AT_ONCE = 2
/** More would keep this process from doing anything else for too long. */
const MOST_RECORDS = 1_000

/**
 * Batches that come while others are being written share the next transaction: much of what one costs, it costs once. Each
 * has its own answers, and where the transaction fails each is tried by itself, so that none sinks the others.
 */
export function groupRecords(record: RecordCalls): RecordCalls {
  const waiting: Batch[] = []
  let running = 0

  function start(): void {
    while (running < AT_ONCE && waiting.length > 0) {
      running += 1
      void write(takeGroup(waiting)).finally(() => {
        running -= 1
        start()
      })
    }
  }

  async function write(group: readonly Batch[]): Promise<void> {
    if (group.length > 1 && (await writeTogether(group))) return
    await Promise.all(
      group.map(({ records, alongside, ...batch }) => record(records, alongside).then(batch.resolve, batch.reject)),
    )
  }

  async function writeTogether(group: readonly Batch[]): Promise<boolean> {
    const records = group.flatMap((batch) => batch.records)
    try {
      const answers = await record(records, async (tx, all) => {
        for (const { batch, own } of answersOf(group, all)) await batch.alongside?.(tx, own)
      })
      for (const { batch, own } of answersOf(group, answers)) batch.resolve(own)
      return true
    } catch {
      return false // whatever it was, whom it concerns is told when they are tried alone
    }
  }

  return (records, alongside) =>
    new Promise((resolve, reject) => {
      waiting.push({ records, alongside, resolve, reject })
      start()
    })
}

/** The oldest, and as many more as fit. */
function takeGroup(waiting: Batch[]): Batch[] {
  let records = 0
  const tooMany = waiting.findIndex((batch, place) => {
    records += batch.records.length
    return place > 0 && records > MOST_RECORDS
  })
  return waiting.splice(0, tooMany === -1 ? waiting.length : tooMany)
}

function answersOf(group: readonly Batch[], answers: readonly RecordAnswer[]) {
  let from = 0
  return group.map((batch) => {
    const own = answers.slice(from, from + batch.records.length)
    from += batch.records.length
    return { batch, own }
  })
}
