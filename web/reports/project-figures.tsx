import type { ProjectSpend } from '../../src/reports/api.ts'
import { formatChange, formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { FigureRow, PeriodFigure } from './period-figure.tsx'
import { TodayFigure } from './today-figure.tsx'

/** Yesterday beside the usual day: the number alone says nothing. */
export function ProjectFigures({ spend }: { spend: ProjectSpend }) {
  return (
    <FigureRow>
      <TodayFigure today={spend.today} />
      <PeriodFigure kind="yesterday" period={spend.yesterday} note={againstUsual(spend)} />
      <PeriodFigure kind="last7Days" period={spend.last7Days} />
      <PeriodFigure kind="thisMonth" period={spend.thisMonth} />
    </FigureRow>
  )
}

function againstUsual({ usualDay, yesterday }: ProjectSpend): string | undefined {
  if (!usualDay || !yesterday.amount) return undefined
  const usual = Number(usualDay.amount)
  if (usual <= 0) return undefined
  return words.spend.againstUsual(formatMoney(usualDay), formatChange(Number(yesterday.amount.amount) / usual - 1))
}
