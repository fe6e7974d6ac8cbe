import type { CostDay } from '../platform/cost-day.ts'
import { addDecimals, compareDecimals } from '../platform/money.ts'
import type { UsageKind } from '../pricing/index.ts'

const TOKENS: UsageKind = 'completions'
/** Of models that are sold by tokens as well as by pieces, each kind may show the same calls that `completions` shows. */
export const PIECE_KINDS: readonly UsageKind[] = ['images', 'audio_speeches', 'audio_transcriptions']
export const MEETING_KINDS: readonly UsageKind[] = [TOKENS, ...PIECE_KINDS]

export type MaybeTwice = {
  scopeId: number
  day: CostDay
  kind: UsageKind
  model: string | null
  apiKeyId: string | null
  cost: string
}

/**
 * Where the use that one key made of one model on one day stands in tokens and in pieces, these may be the same calls
 * (decision 29). Answers with the rows of the cheaper side: they cost nothing beside the dearer one.
 */
export function seenTwice<Row extends MaybeTwice>(rows: readonly Row[]): ReadonlySet<Row> {
  const meeting = rows.filter(({ kind, model }) => model !== null && MEETING_KINDS.includes(kind))
  const groups = Map.groupBy(meeting, ({ scopeId, day, model, apiKeyId }) =>
    [scopeId, day, model, apiKeyId].join('\u0000'),
  )
  return new Set([...groups.values()].flatMap(cheaperSide))
}

function cheaperSide<Row extends MaybeTwice>(rows: readonly Row[]): readonly Row[] {
  const tokens = rows.filter(({ kind }) => kind === TOKENS)
  const pieces = rows.filter(({ kind }) => kind !== TOKENS)
  if (tokens.length === 0 || pieces.length === 0) return []
  return compareDecimals(costOf(pieces), costOf(tokens)) > 0 ? tokens : pieces
}

const costOf = (rows: readonly MaybeTwice[]): string => addDecimals(...rows.map(({ cost }) => cost))
