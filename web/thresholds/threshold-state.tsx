import type { Threshold } from '../../src/thresholds/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { words } from '../words/index.ts'
import { shareOfLimit } from './phase.ts'

const TONES: Record<Threshold['state'], BadgeTone> = {
  unknown: 'muted',
  normal: 'ok',
  warning: 'warn',
  exceeded: 'danger',
  'no-data': 'warn',
  paused: 'muted',
}

export function ThresholdStateBadge({ threshold }: { threshold: Threshold }) {
  const { state, phase } = threshold
  const isNear = state === 'warning' || state === 'exceeded'
  const share = isNear && phase.ratio !== null ? ` ${shareOfLimit(phase.ratio)}` : ''
  return <Badge tone={TONES[state]}>{`${words.thresholds.states[state]}${share}`}</Badge>
}
