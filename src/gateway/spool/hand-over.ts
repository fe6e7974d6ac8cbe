import { appendFile } from 'node:fs/promises'
import type { CallRecord, RecordAnswer } from '../../calls/index.ts'
import type { Logger } from '../../platform/log.ts'
import { encodeLine } from './line.ts'

export type HandOverDeps = {
  /** One transaction; the same record handed in twice is one call. */
  record(records: readonly CallRecord[]): Promise<readonly RecordAnswer[]>
  /** Where records go that the database takes from nobody, and lines that are none. */
  asidePath: string
  log: Logger
}

export type HandOver = ReturnType<typeof createHandOver>

/** Gives calls to the database. One that can not be stored, whatever is done, keeps no other waiting. */
export function createHandOver({ record, asidePath, log }: HandOverDeps) {
  let setAside = 0

  /** What was refused for good, such as a call of a clock that runs ahead, is kept where somebody can look at it. */
  async function give(records: readonly CallRecord[]): Promise<void> {
    const answers = await record(records)
    const reasons = new Set(answers.flatMap((answer) => (answer.result === 'refused' ? [answer.reason] : [])))
    if (reasons.size === 0) return
    const refused = records.filter((_record, place) => answers[place]?.result === 'refused')
    await putAside(refused, new Error(`refused: ${[...reasons].join(', ')}`))
  }

  async function putAside(records: readonly CallRecord[], cause: unknown): Promise<void> {
    await appendFile(asidePath, records.map(encodeLine).join(''), { mode: 0o600 })
    setAside += records.length
    log.error({ err: cause, calls: records.length }, 'calls that the database does not take were set aside')
  }

  async function oneByOne(records: readonly CallRecord[], cause: unknown): Promise<void> {
    const refused: CallRecord[] = []
    for (const one of records) await give([one]).catch(() => refused.push(one))
    if (refused.length === 0) return
    // Nothing was taken: it is the database that is in trouble, and not the records.
    if (refused.length === records.length) throw cause
    await putAside(refused, cause)
  }

  return {
    async give(records: readonly CallRecord[], isLastResort: boolean): Promise<void> {
      if (records.length === 0) return
      try {
        await give(records)
      } catch (error) {
        if (!isLastResort || records.length === 1) throw error
        await oneByOne(records, error)
      }
    },
    /** Nothing that was written is thrown away because this version cannot read it. */
    async keepUnread(lines: readonly string[]): Promise<void> {
      if (lines.length > 0) await appendFile(asidePath, `${lines.join('\n')}\n`, { mode: 0o600 })
    },
    setAside: () => setAside,
  }
}
