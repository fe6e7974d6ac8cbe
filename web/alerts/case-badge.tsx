import type { Alert } from '../../src/alerts/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { words } from '../words/index.ts'

const say = words.alerts

export function CaseBadge({ alert }: { alert: Alert }) {
  return <Badge tone={toneOf(alert)}>{textOf(alert)}</Badge>
}

function toneOf({ state, isExceeded, block }: Alert): BadgeTone {
  if (state === 'raised') return isExceeded ? 'danger' : 'warn'
  if (state === 'acknowledged') return 'warn'
  if (state === 'blocked')
    return block?.proof === 'violated' ? 'danger' : block?.proof === 'confirmed' ? 'ok' : 'accent'
  return 'muted'
}

function textOf({ state, isExceeded, block }: Alert): string {
  const level = isExceeded ? say.exceeded : say.warning
  if (state === 'raised' || state === 'acknowledged') return `${level} · ${say.until[state]}`
  if (state === 'blocked' && block)
    return block.grade === 'slow' ? say.slowed : `${say.until.blocked} · ${say.proof[block.proof]}`
  return say.until[state]
}
