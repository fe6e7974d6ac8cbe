import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Vault } from '../platform/vault/vault.ts'
import type {
  FindCollected,
  KeyProvider,
  OnAttributionChanged,
  OnOrganizationsJoined,
  OnProjectMoved,
  PeopleDirectory,
  TeamsNotify,
} from './ports.ts'

export type TeamsDeps = {
  db: Db
  clock: Clock
  vault: Pick<Vault, 'prepare' | 'open' | 'remove'>
  provider: KeyProvider
  openaiBaseUrl: string
  allowCustomBaseUrl: boolean
  people: PeopleDirectory
  notify: TeamsNotify
  onAttributionChanged: OnAttributionChanged
  onOrganizationsJoined: OnOrganizationsJoined
  onProjectMoved: OnProjectMoved
  findCollected: FindCollected
  /** A key was registered, replaced or came back: its costs can be read from now on. Told after the commit. */
  onKeyReady?(teamId: string): void
}
