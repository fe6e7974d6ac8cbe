import type { ReactNode } from 'react'
import type { ProjectValue } from '../../src/reports/value/api.ts'
import { Change } from '../ui/amount.tsx'
import { formatCount, formatMoney, formatShare, formatSpan } from '../words/format.ts'
import { words } from '../words/index.ts'
import { formatYield } from './format-yield.ts'
import { WorthChange } from './worth-change.tsx'

const say = words.value

/** What was spent, what one success costs, what a dollar buys, and how often it works; each beside the span before. */
export function WorthFigures({ value }: { value: ProjectValue }) {
  const { spend, costPerSuccess, successesPerDollar, outcome, previousOutcome } = value
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Figure
        label={say.figures.costPerSuccess}
        shown={costPerSuccess.now ? formatMoney(costPerSuccess.now) : null}
        unknown={outcome && outcome.successes === 0 ? say.noSuccess : say.noOutcome}
        exact={costPerSuccess.now?.amount}
      >
        <Before text={costPerSuccess.previous ? formatMoney(costPerSuccess.previous) : null} />
        <WorthChange ratio={costPerSuccess.change} rising="worse" />
      </Figure>
      <Figure
        label={say.figures.successesPerDollar}
        shown={successesPerDollar.now === null ? null : say.perDollar(formatYield(successesPerDollar.now))}
        unknown={say.noOutcome}
        exact={successesPerDollar.now}
      >
        <Before text={successesPerDollar.previous === null ? null : formatYield(successesPerDollar.previous)} />
        <WorthChange ratio={successesPerDollar.change} rising="better" />
      </Figure>
      <Figure
        label={say.figures.outcome}
        shown={outcome?.rate === null || !outcome ? null : formatShare(outcome.rate)}
        unknown={outcome ? say.noAttempts : say.noOutcome}
      >
        {outcome ? <span>{say.ofAttempts(formatCount(outcome.successes), formatCount(outcome.attempts))}</span> : null}
        <Before text={previousOutcome?.rate === null || !previousOutcome ? null : formatShare(previousOutcome.rate)} />
        {outcome?.feedback === null || !outcome ? null : (
          <span>{say.feedback(formatShare(outcome.feedback), formatCount(outcome.feedbackCount))}</span>
        )}
      </Figure>
      <Figure
        label={say.figures.spend(formatSpan(spend.from, spend.to))}
        shown={spend.amount ? formatMoney(spend.amount) : null}
        unknown={words.spend.unknown}
        exact={spend.amount?.amount}
      >
        <Before text={spend.previous ? formatMoney(spend.previous) : null} />
        <span>
          {words.spend.change} <Change ratio={spend.change} />
          {spend.missingDays > 0 && spend.amount ? ` · ${words.spend.missingDays(spend.missingDays)}` : ''}
        </span>
      </Figure>
    </dl>
  )
}

type FigureProps = {
  label: string
  shown: string | null
  unknown: string
  exact?: string | null | undefined
  children: ReactNode
}

function Figure({ label, shown, unknown, exact, children }: FigureProps) {
  return (
    <div className="min-w-0 border-l border-line pl-4 first:border-l-0 first:pl-0 max-lg:border-l-0 max-lg:pl-0">
      <dt className="text-sm text-muted">{label}</dt>
      <dd>
        <p className="num text-xl leading-9 font-semibold" title={exact ?? undefined}>
          {shown ?? <span className="text-base font-medium text-muted">{unknown}</span>}
        </p>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">{children}</div>
      </dd>
    </div>
  )
}

function Before({ text }: { text: string | null }) {
  return <span className="num">{text === null ? say.beforeUnknown : say.before(text)}</span>
}
