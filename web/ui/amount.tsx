import type { Money } from '../../src/platform/http/schemas.ts'
import { formatChange, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'

/** Unknown is a word, never a zero. */
export function Amount({ value, className = '' }: { value: Money | null; className?: string }) {
  if (!value) return <Unknown />
  return (
    <span className={`num ${className}`} title={`${value.amount} ${value.currency}`}>
      {formatMoney(value)}
    </span>
  )
}

/** An amount that leaves something out says so beside it. */
export function AtLeast({
  value,
  isUnpriced,
  className = '',
}: {
  value: Money | null
  isUnpriced: boolean
  className?: string
}) {
  return (
    <>
      <Amount value={value} className={className} />
      {value && isUnpriced ? (
        <span className="block text-xs font-normal text-warn" title={words.spend.unpricedHint}>
          {words.spend.unpriced}
        </span>
      ) : null}
    </>
  )
}

export function Unknown() {
  return (
    <span className="text-sm text-muted" title={words.spend.unknownHint}>
      {words.spend.unknown}
    </span>
  )
}

export function Change({ ratio }: { ratio: number | null }) {
  if (ratio === null) return <span className="text-muted">–</span>
  return <span className={`num ${ratio >= 0.5 ? 'font-medium text-danger' : ''}`}>{formatChange(ratio)}</span>
}

export function amounts(list: readonly Money[]): string {
  return list.map(formatMoney).join(' · ')
}
