import type { Worth } from '../../src/reports/worth/api.ts'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { ShortStep } from './lack-step.tsx'
import { WorthChange } from './worth-change.tsx'

const say = words.value

/** What a success costs beside the week before; where too little is known, the one step that mends it. */
export function WorthCell({ projectId, worth }: { projectId: string; worth: Worth | null }) {
  if (worth === null) return <span className="text-muted">–</span>
  if (worth.lack !== null) {
    return (
      <span className="flex flex-col items-end text-sm text-muted">
        {say.lack.label}
        <span className="text-xs">
          <ShortStep projectId={projectId} lack={worth.lack} attempts={worth.attempts} />
        </span>
      </span>
    )
  }
  const { now, previous, change } = worth.costPerSuccess
  if (now === null) return <span className="text-sm text-muted">{say.noSuccess}</span>
  return (
    <span className="flex flex-col items-end gap-0.5" title={`${now.amount} ${now.currency}`}>
      <span className="num font-medium">{formatMoney(now)}</span>
      <span className="num text-xs text-muted">{previous ? say.before(formatMoney(previous)) : say.beforeUnknown}</span>
      {change === null ? null : <WorthChange ratio={change} rising="worse" />}
    </span>
  )
}
