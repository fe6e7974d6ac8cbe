import { Badge } from '../ui/badge.tsx'
import { formatChange } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.value
const STEADY = 0.005

/** A change with its sign and what it means: a dearer success is worse, more of them for a dollar is better. */
export function WorthChange({ ratio, rising }: { ratio: number | null; rising: 'better' | 'worse' }) {
  if (ratio === null) return <span className="text-sm text-muted">{say.notCompared}</span>
  if (Math.abs(ratio) < STEADY) return <Badge tone="muted">{say.steady}</Badge>
  const isBetter = ratio > 0 === (rising === 'better')
  return (
    <Badge tone={isBetter ? 'ok' : 'warn'}>
      <span className="num">{formatChange(ratio)}</span> {isBetter ? say.better : say.worse}
    </Badge>
  )
}
