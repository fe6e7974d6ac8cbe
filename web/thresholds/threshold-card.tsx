import type { PastPeriod, ProjectThresholds, Threshold } from '../../src/thresholds/api.ts'
import { Amount } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Ago, Instant, useNow } from '../ui/instant.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { LevelChips } from './level-chips.tsx'
import { LimitBar } from './limit-bar.tsx'
import { PastPeriods } from './past-periods.tsx'
import { phaseSentence, shareOfLimit } from './phase.ts'
import { EndPause, EndRaise, ThresholdActions } from './threshold-actions.tsx'
import { ThresholdStateBadge } from './threshold-state.tsx'

const say = words.thresholds

type Props = { threshold: Threshold; past: readonly PastPeriod[]; thresholds: ProjectThresholds }

export function ThresholdCard({ threshold, past, thresholds }: Props) {
  const { period, phase, limitInForce } = threshold
  const now = useNow()
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium">{say.periods[period]}</h3>
        <span className="flex items-center gap-2">
          {threshold.hard ? <Badge tone="muted">{say.hard.label}</Badge> : null}
          <ThresholdStateBadge threshold={threshold} />
        </span>
      </div>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Amount value={phase.spent} className="text-xl font-semibold" />
          <span className="num text-muted">/ {formatMoney(limitInForce)}</span>
          {phase.ratio === null ? null : <span className="num text-sm">{say.ofLimit(shareOfLimit(phase.ratio))}</span>}
        </p>
        <LimitBar threshold={threshold} />
        <p className="text-sm text-muted">
          {phaseSentence(phase, now)}
          {phase.readAt ? (
            <>
              {' · '}
              {words.spend.basis.estimated} <Ago at={phase.readAt} />
            </>
          ) : null}
        </p>
        {phase.next && phase.spent ? (
          <p className="num text-sm text-muted">
            {say.next(phase.next.percent, formatMoney(phase.next.amount), say.effects[phase.next.effect])}
          </p>
        ) : null}
        <HardRoom threshold={threshold} />
      </div>
      <CardNotices threshold={threshold} mayChange={thresholds.mayChange} />
      <LevelChips levels={threshold.levels} />
      <p className="text-sm text-muted">{say.withoutReadings(say.onNoData[threshold.onNoData])}</p>
      <PastPeriods period={period} past={past} />
      {thresholds.mayChange ? <ThresholdActions threshold={threshold} thresholds={thresholds} /> : null}
    </>
  )
}

/** What the gateway still lets through. */
function HardRoom({ threshold: { room, pausedUntil } }: { threshold: Threshold }) {
  if (!room) return null
  const reserved = formatMoney(room.reserved)
  const isFull = Number(room.left.amount) === 0
  return (
    <p className={`text-sm tabular-nums ${isFull && !pausedUntil ? 'font-medium text-danger' : 'text-muted'}`}>
      {say.hard.label}:{' '}
      {pausedUntil
        ? say.hard.paused
        : isFull
          ? say.hard.full(reserved)
          : say.hard.room(reserved, formatMoney(room.left))}
    </p>
  )
}

function CardNotices({ threshold, mayChange }: { threshold: Threshold; mayChange: boolean }) {
  const { raise, noData, pausedUntil, breach, phase, limit } = threshold
  return (
    <>
      {noData ? <Notice tone="warn">{noData.detail}</Notice> : null}
      {pausedUntil ? (
        <Notice action={mayChange ? <EndPause threshold={threshold} /> : null}>
          <Instant at={pausedUntil} />
          {say.pausedUntil}
        </Notice>
      ) : null}
      {raise ? (
        <Notice action={mayChange ? <EndRaise threshold={threshold} /> : null}>
          <p>{say.raisedTo(formatMoney(raise.limit), formatMoney(limit), raise.raisedBy)}</p>
          <p dir="auto" className="text-sm text-muted">
            {raise.reason}
          </p>
        </Notice>
      ) : null}
      {phase.unpriced ? <Notice tone="warn">{say.unpriced}</Notice> : null}
      {breach?.acknowledgedAt ? (
        <p className="text-sm text-muted">
          {say.acknowledged(breach.acknowledgedBy ?? '')} <Ago at={breach.acknowledgedAt} />
        </p>
      ) : null}
    </>
  )
}
