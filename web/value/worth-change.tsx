import { Badge } from '../ui/badge.tsx'
import { formatChange } from '../words/format.ts'
import { words } from '../words/index.ts'
import { type Verdict, verdictOf } from './verdict.ts'

const say = words.value
const TONES = { similar: 'muted', better: 'ok', worse: 'warn' } as const satisfies Record<Verdict, string>

/** A change with its sign and what it means: a dearer success is worse, more of them for a dollar is better. */
export function WorthChange({ ratio, rising }: { ratio: number | null; rising: 'better' | 'worse' }) {
  if (ratio === null) return <span className="text-sm text-muted">{say.notCompared}</span>
  const verdict = verdictOf(ratio, rising)
  return (
    <Badge tone={TONES[verdict]}>
      <span className="num">{formatChange(ratio)}</span> {say.verdicts[verdict]}
    </Badge>
  )
}
