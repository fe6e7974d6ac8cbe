import type { ReactNode } from 'react'
import type { Period } from '../../src/reports/api.ts'
import { amounts } from '../ui/amount.tsx'
import { formatChange, formatDay, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { daysApart } from './days.ts'

type Kind = 'yesterday' | 'last7Days' | 'thisMonth'
type Props = { kind: Kind; period: Period; lead?: boolean; note?: string | undefined }

/** One number, the days it covers, and the sentence that says how it compares. */
export function PeriodFigure({ kind, period, lead = false, note }: Props) {
  const days = period.from === period.to ? formatDay(period.to) : `${formatDay(period.from)}~${formatDay(period.to)}`
  return (
    <div className="min-w-0 border-l border-line pl-4 first:border-l-0 first:pl-0 max-md:border-l-0 max-md:pl-0">
      <dt className="text-sm text-muted">
        {words.spend[kind]} <span className="num text-xs">{days}</span>
      </dt>
      <dd>
        <p className={`num font-semibold ${lead ? 'text-2xl' : 'text-xl leading-9'}`}>
          {period.amount ? (
            formatMoney(period.amount)
          ) : (
            <span className="font-medium text-muted">{words.spend.unknown}</span>
          )}
        </p>
        <p className="mt-0.5 text-sm text-muted">
          {note ?? comparison(kind, period)}
          {period.amount ? ` · ${words.spend.basis[period.basis]}` : ''}
          {period.missingDays > 0 && period.amount ? ` · ${words.spend.missingDays(period.missingDays)}` : ''}
        </p>
        {period.otherCurrencies.length > 0 ? (
          <p className="text-sm text-muted">{words.spend.otherCurrencies(amounts(period.otherCurrencies))}</p>
        ) : null}
      </dd>
    </div>
  )
}

export function FigureRow({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-4 gap-y-4 md:grid-cols-3">{children}</dl>
}

function comparison(kind: Kind, period: Period): string {
  const say = words.spend.against
  if (period.change === null) return say.nothing
  const change = formatChange(period.change)
  if (kind !== 'yesterday') return say[kind](change)
  const apart = daysApart(period.previousTo, period.from)
  if (apart === 1) return say.dayBefore(change)
  return apart === 7 ? say.weekBefore(change) : say.otherDay(period.previousTo, change)
}
