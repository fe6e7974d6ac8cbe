import type { Alert, CaseState } from '../../src/alerts/api.ts'
import { useTimeZone } from '../ui/instant.tsx'
import { formatInstant, formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { spansOf } from './spans.ts'

const say = words.alerts

/** Its own pattern for each state: the colour only repeats what shape and word say. */
const FILL: Record<CaseState, string> = {
  raised: 'bg-danger',
  acknowledged:
    'bg-[repeating-linear-gradient(135deg,var(--warn)_0_5px,color-mix(in_srgb,var(--warn)_45%,var(--ground))_5px_10px)]',
  blocked: 'bg-ink',
  released:
    'bg-[repeating-linear-gradient(90deg,var(--ok)_0_3px,color-mix(in_srgb,var(--ok)_35%,var(--ground))_3px_6px)]',
  closed: 'bg-line-strong',
}

/** 발생 → 확인 → 차단 → 해제 → 종료, drawn by how long each took, with the times in words below. */
export function StateBar({ alert }: { alert: Alert }) {
  const timeZone = useTimeZone()
  const spans = spansOf(alert, Date.now())
  return (
    <div className="min-w-0">
      <div aria-hidden="true" className="flex h-2 w-full gap-px overflow-hidden rounded-sm">
        {spans.map(({ state, from, share }) => (
          <div
            key={`${state} ${from}`}
            className={`${state === 'raised' && !alert.isExceeded ? 'bg-warn' : FILL[state]} h-full`}
            style={{ width: `${share * 100}%` }}
          />
        ))}
      </div>
      <ol
        aria-label={say.timeline(alert.projectName)}
        className="mt-1 flex flex-wrap gap-x-1.5 text-xs leading-5 text-muted"
      >
        {alert.steps.map(({ state, at }, place) => (
          <li key={`${state} ${at}`} className="num" title={formatInstant(at, timeZone)}>
            {place > 0 ? <span aria-hidden="true">→ </span> : null}
            {say.stepAt(say.states[state], formatTime(at, timeZone))}
          </li>
        ))}
      </ol>
    </div>
  )
}
