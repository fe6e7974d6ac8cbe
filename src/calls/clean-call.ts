import { createHash } from 'node:crypto'
import { HOUR } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf } from '../platform/cost-day.ts'
import { isPositive, isZero, NotDecimal, parseDecimal } from '../platform/money.ts'
import type { Quantities } from '../pricing/index.ts'
import type { CallRecord, RefusalReason, ToolUse } from './call.ts'
import { cleanQuantities, cleanTools } from './counts.ts'
import { MOST_DECIMALS } from './exact-sum.ts'

/** A record as it can be stored: nothing in it makes a statement fail, whoever sent it. */
export type CleanCall = Omit<CallRecord, 'quantities' | 'meta' | 'estimated' | 'tools'> & {
  costDay: CostDay
  /** With the project, what makes it one call. */
  identity: string
  quantities: Quantities | null
  estimated: boolean
  tools: ToolUse | null
  meta: Readonly<Record<string, string>> | null
}

const MOST_CHARACTERS = 256
/** As many as 256 of Hangul have. Three texts are one key of the sums by hour, and an index takes 2,704 bytes. */
const MOST_BYTES = 768
const MOST_META = 16
/** A clock that runs ahead by more than this is wrong. */
const AHEAD_MS = HOUR
const LARGEST_INT = 2_147_483_647
const LARGEST_SMALLINT = 32_767
const DEAREST_CALL_DIGITS = 15
const LONGEST_IDENTITY = 64
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export type Acceptable = { until: number; firstDay: CostDay }

/** Which times are taken: not before what is kept, and hardly ahead of our clock. */
export function acceptableAt(now: Date, keptDays: number): Acceptable {
  return { until: now.getTime() + AHEAD_MS, firstDay: addDays(costDayOf(now), -keptDays) }
}

export function cleanCall(record: CallRecord, times: Acceptable): CleanCall | RefusalReason {
  const at = record.at.getTime()
  if (!UUID.test(record.id)) return 'id-invalid'
  if (!UUID.test(record.projectId)) return 'unknown-project'
  if (Number.isNaN(at)) return 'time-invalid'
  if (at > times.until) return 'in-the-future'
  const costDay = at < 0 ? '' : costDayOf(record.at)
  if (costDay < times.firstDay) return 'too-old'
  const providerCost = cleanCost(record.providerCost)
  if (providerCost === undefined) return 'cost-invalid'
  const responseId = cleanText(record.responseId)
  const quantities = cleanQuantities(record.quantities)
  return {
    ...record,
    costDay,
    identity: identityOf(responseId ?? record.id),
    keyId: record.keyId !== null && UUID.test(record.keyId) ? record.keyId : null,
    endpoint: cleanText(record.endpoint),
    modelAsked: cleanText(record.modelAsked),
    modelServed: cleanText(record.modelServed),
    responseId,
    task: cleanText(record.task),
    intent: cleanText(record.intent),
    user: cleanText(record.user),
    trace: cleanText(record.trace),
    meta: cleanMeta(record.meta),
    status: cleanCount(record.status, LARGEST_SMALLINT),
    problemCode: cleanText(record.problemCode),
    quantities,
    estimated: quantities !== null && record.estimated === true,
    tools: cleanTools(record.tools),
    serviceTier: cleanText(record.serviceTier),
    size: cleanText(record.size),
    providerCost,
    durationMs: cleanCount(record.durationMs, LARGEST_INT),
    firstTokenMs: cleanCount(record.firstTokenMs, LARGEST_INT),
    retries: cleanCount(record.retries, LARGEST_SMALLINT),
  }
}

/** Part of a key and of addresses, so it is short whatever a provider calls its responses. */
export function identityOf(name: string): string {
  return name.length <= LONGEST_IDENTITY ? name : `sha256-${createHash('sha256').update(name).digest('base64url')}`
}

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** At most 256 characters (192 of those that take four bytes) without control characters and halves of surrogate pairs; null where nothing is left. */
export function cleanText(text: string | null): string | null {
  if (text === null) return null
  if (text.length <= MOST_CHARACTERS && PLAIN.test(text)) return text
  // Half of what is cut off may be half of a character.
  const known = text
    .slice(0, 4 * MOST_CHARACTERS)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cs}\ufffd]/gu, '')
    .normalize('NFC')
    .trim()
  return fitting([...known].slice(0, MOST_CHARACTERS)).trim() || null
}

function fitting(characters: readonly string[]): string {
  const text = characters.join('')
  if (Buffer.byteLength(text) <= MOST_BYTES) return text
  let bytes = 0
  const end = characters.findIndex((character) => {
    bytes += Buffer.byteLength(character)
    return bytes > MOST_BYTES
  })
  return characters.slice(0, end).join('')
}

function cleanMeta(meta: Readonly<Record<string, string>>): Record<string, string> | null {
  const names = Object.keys(meta)
  if (names.length === 0) return null
  const clean: Record<string, string> = {}
  for (const name of names.toSorted().slice(0, MOST_META)) {
    const [key, value] = [cleanText(name), cleanText(meta[name] ?? null)]
    if (key !== null && value !== null) clean[key] = value
  }
  return Object.keys(clean).length === 0 ? null : clean
}

function cleanCount(count: number | null, largest: number): number | null {
  if (count === null || !Number.isFinite(count) || count < 0) return null
  return Math.min(Math.round(count), largest)
}

/** Undefined: it is no amount that a call can cost. */
function cleanCost(text: string | null): string | null | undefined {
  if (text === null) return null
  try {
    const cost = parseDecimal(text)
    if (!isPositive(cost) && !isZero(cost)) return undefined
    const [whole = '', decimals = ''] = cost.split('.')
    return whole.length > DEAREST_CALL_DIGITS || decimals.length > MOST_DECIMALS ? undefined : cost
  } catch (error) {
    if (error instanceof NotDecimal) return undefined
    throw error
  }
}
