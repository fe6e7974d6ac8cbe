import type { Tx } from '../platform/db/database.ts'
import type { KeyFailure, KeyProblemCode } from './key-problem.ts'

/** What teams need of people. */
export type PeopleDirectory = {
  find(personIds: readonly string[]): Promise<ReadonlyMap<string, { name: string; email: string }>>
  /** Somebody leads the team no longer: who was invited into it by them and has not come yet stays out. */
  leadLost(tx: Tx, lost: { personId: string; teamId: string; at: Date }): Promise<void>
}

export type OutsideProject = { id: string; name: string | null; archived: boolean; createdAt: Date | null }

export type CheckedKey = {
  ok: true
  organizationHint: string | null
  projects: readonly OutsideProject[] | null
  seenProjectIds: readonly string[]
  writeAccess: 'yes' | 'no' | 'unknown'
}

type Refused = { ok: false; failure: KeyFailure }

/** What teams ask a provider about a key, live. `providers/openai` implements it. */
export type KeyProvider = {
  checkAdminKey(key: string, baseUrl: string): Promise<CheckedKey | Refused>
  listProjects(key: string, baseUrl: string): Promise<{ ok: true; value: readonly OutsideProject[] } | Refused>
  /** A key of one project, which makes calls: asked with a call that costs nothing. Models null: it may not list them. */
  checkProjectKey(key: string, baseUrl: string): Promise<{ ok: true; models: number | null } | Refused>
  findProject(key: string, baseUrl: string, externalId: string): Promise<{ ok: true; value: OutsideProject } | Refused>
}

export type BrokenKeyNotice = {
  keyId: string
  last4: string
  teamId: string
  teamName: string
  leadIds: readonly string[]
  code: KeyProblemCode
  /** Korean. */
  detail: string
}

export type TeamsNotify = { keyBroken(tx: Tx, notice: BrokenKeyNotice): Promise<void> }

export type AttributionChange = {
  organizationId: string
  externalIds: readonly string[]
  projectIds: readonly string[]
}

/** The ledger sums again in the same transaction. */
export type OnAttributionChanged = (tx: Tx, change: AttributionChange) => Promise<void>

/** Of these ids, those whose costs were collected before anybody held them. */
export type FindCollected = (
  tx: Tx,
  organizationId: string,
  externalIds: readonly string[],
) => Promise<ReadonlySet<string>>

/** Two organizations turned out to be one: what was booked on the first is read again on the second. */
export type OnOrganizationsJoined = (tx: Tx, joined: { from: string; to: string }) => Promise<void>

/** From this transaction on another team answers for the project: what is still open about it goes along. */
export type OnProjectMoved = (tx: Tx, moved: { projectId: string; teamId: string }) => Promise<void>
