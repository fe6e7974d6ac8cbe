import type { AdminKey } from '../../src/teams/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { words } from '../words/index.ts'

const TONES: Record<AdminKey['state'], BadgeTone> = { active: 'ok', inactive: 'muted', broken: 'danger' }

export function KeyState({ state }: { state: AdminKey['state'] }) {
  return <Badge tone={TONES[state]}>{words.keys.state[state]}</Badge>
}
