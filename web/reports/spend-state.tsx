import type { TopProject } from '../../src/reports/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { words } from '../words/index.ts'

type State = TopProject['state']
// Red is for money that runs away; what is stopped no longer does.
const TONES: Record<State, BadgeTone> = {
  ok: 'ok',
  warning: 'warn',
  exceeded: 'danger',
  slowed: 'warn',
  blocked: 'warn',
  'no-binding': 'warn',
  'no-data': 'muted',
  'no-key': 'warn',
  'key-broken': 'danger',
  archived: 'muted',
}

export function SpendState({ state }: { state: State }) {
  return <Badge tone={TONES[state]}>{words.spend.state[state]}</Badge>
}
