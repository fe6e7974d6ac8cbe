import type { LimitUse } from '../../src/reports/api.ts'
import { shareOfLimit } from '../thresholds/phase.ts'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.spend
const TONE = { exceeded: 'font-medium text-danger', warning: 'text-warn' } as const

/** How much of a limit is spent: the share, and the limit it is a share of. */
export function LimitShare({ use }: { use: LimitUse | null }) {
  if (!use) return <span className="text-sm text-muted">{say.noLimit}</span>
  const limit = say.periodLimit[use.period](formatMoney(use.limit))
  const tone = use.state === 'exceeded' || use.state === 'warning' ? TONE[use.state] : ''
  return (
    <span
      className={`num ${tone}`}
      title={`${limit} · ${say.limitUse(formatMoney(use.spend), formatMoney(use.limit))}`}
    >
      {shareOf(use)}
      <span className="block text-xs font-normal text-muted">{limit}</span>
    </span>
  )
}

/** `148%`; of a limit of nothing there is no share. */
export function shareOf(use: LimitUse): string {
  return use.ratio === null ? formatMoney(use.spend) : shareOfLimit(Math.max(0, use.ratio))
}
