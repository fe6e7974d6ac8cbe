import { compareDecimals, ZERO } from '../platform/money.ts'
import type { Breakdown, Cause, Part } from './cause.ts'

const FACTORS = { calls: '호출 수', tokens: '호출당 토큰', price: '단가' } as const
const CHANGES = {
  'new-use': '평소 없던 사용',
  'other-use': '이미지·음성 등 토큰이 아닌 사용 증가',
  'bill-gap': '청구서에만 있는 금액 증가',
} as const
const LONGEST_NAME = 40

/** `호출 수 15배 · gpt-4o 93%`, or null where nothing is known yet. */
export function causeLine(cause: Cause): string | null {
  const words = [changeWords(cause), modelWords(cause.models), unpricedWords(cause)].filter((text) => text !== null)
  return words.length === 0 ? null : words.join(' · ')
}

/** The part that weighs most. */
function changeWords({ parts }: Cause): string | null {
  const [first] = parts.toSorted((left, right) => compareDecimals(right.amount, left.amount))
  if (!first || compareDecimals(first.amount, ZERO) <= 0) return null
  const { part } = first
  if (part === 'unexplained') return null
  if (part === 'calls' || part === 'tokens' || part === 'price') return factorWords(FACTORS[part], first)
  return CHANGES[part]
}

function factorWords(name: string, { ratio }: Part): string | null {
  return ratio === null ? null : `${name} ${timesWords(ratio)}`
}

/** `15배`, `1.5배`; the first decimal only where it tells something. */
export function timesWords(ratio: number): string {
  const digits = ratio < 10 ? 1 : 0
  return `${new Intl.NumberFormat('ko-KR', { maximumFractionDigits: digits }).format(ratio)}배`
}

function modelWords({ rows }: Breakdown): string | null {
  const first = rows.find((row) => row.name !== null)
  if (!first?.name || !first.share) return null
  return `${cut(first.name)} ${Math.round(Math.min(first.share, 1) * 100)}%`
}

function unpricedWords({ unpriced }: Cause): string | null {
  const [first] = unpriced
  if (!first) return null
  const more = unpriced.length > 1 ? ` 외 ${unpriced.length - 1}개` : ''
  return `가격 미상 ${cut(first.model ?? '알 수 없는 모델')}${more}`
}

function cut(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
}
