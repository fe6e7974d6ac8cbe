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

/** So many failures without one success are the database's. */
const ENOUGH_DOUBT = 5

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

  /** Told from a database in trouble by a call that it takes right before it does not take this one, and right after. */
  async function isUnstorable(one: CallRecord, good: CallRecord): Promise<boolean> {
    await give([good])
    try {
      await give([one])
      return false
    } catch (error) {
      if (!isOfData(error)) await give([good])
      return true
    }
  }

  async function oneByOne(records: readonly CallRecord[], cause: unknown): Promise<void> {
    const refused: CallRecord[] = []
    const doubtful: CallRecord[] = []
    let good: CallRecord | null = null
    for (const one of records) {
      try {
        await give([one])
        good = one
      } catch (error) {
        if (isOfData(error)) refused.push(one)
        else doubtful.push(one)
        if (good === null && doubtful.length >= ENOUGH_DOUBT) throw cause
      }
    }
    for (const one of doubtful) {
      if (good === null) throw cause
      if (await isUnstorable(one, good)) refused.push(one)
    }
    if (refused.length > 0) await putAside(refused, cause)
  }

  return {
    async give(records: readonly CallRecord[], isLastResort: boolean): Promise<void> {
      if (records.length === 0) return
      try {
        await give(records)
      } catch (error) {
        if (!isLastResort) throw error
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

/** A value out of range, a broken constraint, a row too large: the same tomorrow, and on any server. */
function isOfData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:22|23|54)[0-9A-Z]{3}$/.test(String(error.code))
}
