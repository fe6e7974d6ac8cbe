import { appendFile } from 'node:fs/promises'
import type { CallRecord } from '../../calls/index.ts'
import type { Logger } from '../../platform/log.ts'
import { encodeLine } from './line.ts'

export type HandOverDeps = {
  /** One transaction; the same record handed in twice is one call. */
  record(records: readonly CallRecord[]): Promise<unknown>
  /** Where records go that the database takes from nobody. */
  asidePath: string
  log: Logger
}

export type HandOver = ReturnType<typeof createHandOver>

/** Gives records to the database. What it refuses one by one, although it takes others, is set aside and not lost. */
export function createHandOver({ record, asidePath, log }: HandOverDeps) {
  let setAside = 0

  async function oneByOne(records: readonly CallRecord[], cause: unknown): Promise<void> {
    const refused: CallRecord[] = []
    for (const one of records) await record([one]).catch(() => refused.push(one))
    if (refused.length === 0) return
    // Nothing was taken: it is the database that is in trouble, and not the records.
    if (refused.length === records.length) throw cause
    await appendFile(asidePath, refused.map(encodeLine).join(''), { mode: 0o600 })
    setAside += refused.length
    log.error({ err: cause, calls: refused.length }, 'calls that the database does not take were set aside')
  }

  return {
    async give(records: readonly CallRecord[], isLastResort: boolean): Promise<void> {
      if (records.length === 0) return
      try {
        await record(records)
      } catch (error) {
        if (!isLastResort || records.length === 1) throw error
        await oneByOne(records, error)
      }
    },
    setAside: () => setAside,
  }
}
