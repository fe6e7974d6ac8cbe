import type { TopProject } from '../../src/reports/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { words } from '../words/index.ts'

type State = TopProject['state']
const TONES: Record<State, BadgeTone> = {
  ok: 'ok',
  warning: 'warn',
  exceeded: 'danger',
  slowed: 'warn',
  blocked: 'danger',
  'no-binding': 'warn',
  'no-data': 'muted',
  'no-key': 'warn',
  'key-broken': 'danger',
  archived: 'muted',
}

export function SpendState({ state }: { state: State }) {
  return <Badge tone={TONES[state]}>{words.spend.state[state]}</Badge>
}
