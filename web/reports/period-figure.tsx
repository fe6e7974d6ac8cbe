import type { ReactNode } from 'react'
import type { Money } from '../../src/platform/http/schemas.ts'
import type { Period } from '../../src/reports/api.ts'
import { amounts } from '../ui/amount.tsx'
import { formatChange, formatDay, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { daysApart } from './days.ts'

type Kind = 'yesterday' | 'last7Days' | 'thisMonth'
type Props = { kind: Kind; period: Period; note?: string | undefined }

/** One number, the days it covers, and the sentence that says how it compares. */
export function PeriodFigure({ kind, period, note }: Props) {
  const days = period.from === period.to ? formatDay(period.to) : `${formatDay(period.from)}~${formatDay(period.to)}`
  return (
    <Figure label={words.spend[kind]} days={days} amount={period.amount}>
      {note ?? comparison(kind, period)}
      {period.amount ? ` · ${words.spend.basis[period.basis]}` : ''}
      {period.missingDays > 0 && period.amount ? ` · ${words.spend.missingDays(period.missingDays)}` : ''}
      {period.otherCurrencies.length > 0 ? (
        <span className="block">{words.spend.otherCurrencies(amounts(period.otherCurrencies))}</span>
      ) : null}
    </Figure>
  )
}

type FigureProps = { label: string; days: string; amount: Money | null; lead?: boolean; children: ReactNode }

/** The number, with the days it covers above and what it rests on below. */
export function Figure({ label, days, amount, lead = false, children }: FigureProps) {
  return (
    <div
      className={`min-w-0 ${lead ? 'max-sm:col-span-2' : ''} border-l border-line pl-4 first:border-l-0 first:pl-0 max-lg:border-l-0 max-lg:pl-0`}
    >
      <dt className="text-sm text-muted">
        {label} <span className="num text-xs">{days}</span>
      </dt>
      <dd>
        <p className={`num font-semibold ${lead ? 'text-2xl' : 'text-xl leading-9'}`}>
          {amount ? formatMoney(amount) : <span className="font-medium text-muted">{words.spend.unknown}</span>}
        </p>
        <p className="mt-0.5 text-sm text-muted">{children}</p>
      </dd>
    </div>
  )
}

export function FigureRow({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">{children}</dl>
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
