import { compareDecimals } from '../platform/money.ts'
import type { CallSource } from './call.ts'
import type { CleanCall } from './clean-call.ts'

/**
 * A call as several have told of it. Each field is the one of the highest in rank who knew it; among equals the greater,
 * so that neither the order nor the number of tellings matters, and none of them lowers what a safeguard reads.
 */
export type KnownCall = CleanCall & {
  /** The rank behind each field of {@link FIELDS}, one digit per field. Null: all of it is from `source`. */
  origins: string | null
}

const RANKS: Record<CallSource, number> = { otlp: 1, api: 2, sdk: 3, gateway: 4 }
/** Whoever was told what was used knows it better than one who only saw part of it pass. */
const RANK_OF_ESTIMATES = 1

type Field = {
  isKnown(call: CleanCall): boolean
  /** Positive where the left one is kept. */
  compare(left: CleanCall, right: CleanCall): number
  take(call: CleanCall): Partial<CleanCall>
}

type TextField = {
  [Name in keyof CleanCall]: CleanCall[Name] extends string | null ? Name : never
}[keyof CleanCall]
type NumberField = {
  [Name in keyof CleanCall]: CleanCall[Name] extends number | null ? Name : never
}[keyof CleanCall]

const byText = (left: string, right: string) => (left < right ? -1 : Number(left > right))

function text(name: TextField): Field {
  return {
    isKnown: (call) => call[name] !== null,
    compare: (left, right) => byText(left[name] ?? '', right[name] ?? ''),
    take: (call) => ({ [name]: call[name] }),
  }
}

function number(name: NumberField): Field {
  return {
    isKnown: (call) => call[name] !== null,
    compare: (left, right) => (left[name] ?? 0) - (right[name] ?? 0),
    take: (call) => ({ [name]: call[name] }),
  }
}

const when: Field = {
  isKnown: () => true,
  compare: (left, right) => right.at.getTime() - left.at.getTime(),
  take: ({ at, costDay }) => ({ at, costDay }),
}

/**
 * What decides the price. The gateway that has read what was used has seen all of the answer: what it does not name there is
 * not named, and nobody else makes the call cheaper by naming it.
 */
function priced(field: Field): Field {
  return { ...field, isKnown: (call) => field.isKnown(call) || hasReadUsage(call) }
}

function hasReadUsage({ source, quantities: counts, estimated }: CleanCall): boolean {
  return source === 'gateway' && counts !== null && !estimated
}

/** How it ended is told by one of them as a whole. */
const ending: Field = {
  isKnown: () => true,
  compare: (left, right) => byText(endingOf(left), endingOf(right)),
  take: ({ status, result, problemCode, streamed }) => ({ status, result, problemCode, streamed }),
}

function endingOf({ status, result, problemCode, streamed }: CleanCall): string {
  return JSON.stringify([result, status, problemCode, streamed])
}

const quantities: Field = {
  isKnown: (call) => call.quantities !== null || call.tools !== null,
  compare: (left, right) =>
    Number(right.estimated) - Number(left.estimated) ||
    sizeOf(left) - sizeOf(right) ||
    byText(countsOf(left), countsOf(right)),
  take: ({ quantities, estimated, tools }) => ({ quantities, estimated, tools }),
}

function sizeOf({ quantities: counts }: CleanCall): number {
  return (counts?.inputTokens ?? 0) + (counts?.outputTokens ?? 0)
}

function countsOf({ quantities, tools }: CleanCall): string {
  return JSON.stringify([pairsOf(quantities ?? {}), pairsOf(tools ?? {})])
}

const providerCost: Field = {
  isKnown: (call) => call.providerCost !== null,
  compare: (left, right) => compareDecimals(left.providerCost ?? '0', right.providerCost ?? '0'),
  take: (call) => ({ providerCost: call.providerCost }),
}

const meta: Field = {
  isKnown: (call) => call.meta !== null,
  compare: (left, right) => byText(metaOf(left), metaOf(right)),
  take: (call) => ({ meta: call.meta }),
}

// The names were put in order when the record was cleaned, and PostgreSQL keeps another one.
function metaOf({ meta: pairs }: CleanCall): string {
  return JSON.stringify(pairsOf(pairs ?? {}))
}

function pairsOf(pairs: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(pairs).toSorted(([one], [other]) => byText(one, other))
}

const batch: Field = {
  isKnown: (call) => call.batch !== null,
  compare: (left, right) => Number(left.batch) - Number(right.batch),
  take: (call) => ({ batch: call.batch }),
}

/** The order is stored in `origins`: new fields go to the end. */
const FIELDS: readonly Field[] = [
  { ...text('id'), take: ({ id, source }) => ({ id, source }) },
  when,
  ending,
  quantities,
  providerCost,
  text('keyId'),
  text('endpoint'),
  text('kind'),
  text('modelAsked'),
  priced(text('modelServed')),
  text('responseId'),
  text('task'),
  text('intent'),
  text('user'),
  text('trace'),
  meta,
  batch,
  priced(text('serviceTier')),
  priced(text('size')),
  number('durationMs'),
  number('firstTokenMs'),
  number('retries'),
]

export function knownCall(call: CleanCall): KnownCall {
  return Object.assign(call, { origins: null })
}

/** What both of them tell together. Answers with `known` itself where the other adds nothing. */
export function mergeCalls(known: KnownCall, other: KnownCall): KnownCall {
  let merged: KnownCall = known
  let origins = ''
  for (const [place, field] of FIELDS.entries()) {
    const [left, right] = [rankOf(known, field, place), rankOf(other, field, place)]
    const isTaken = right > left || (right === left && right > 0 && field.compare(known, other) < 0)
    if (isTaken) merged = { ...merged, ...field.take(other) }
    origins += Math.max(left, right)
  }
  const own = String(RANKS[merged.source])
  const isPlain = [...origins].every((rank, place) => rank === own || rank === '0' || isEstimate(merged, place))
  const written = isPlain ? null : origins
  return merged === known && written === known.origins ? known : { ...merged, origins: written }
}

function isEstimate({ estimated }: CleanCall, place: number): boolean {
  return estimated && FIELDS[place] === quantities
}

/** Zero: it does not know. */
function rankOf(call: KnownCall, field: Field, place: number): number {
  if (!field.isKnown(call)) return 0
  if (isEstimate(call, place)) return RANK_OF_ESTIMATES
  return call.origins === null ? RANKS[call.source] : Number(call.origins[place] ?? '0')
}
