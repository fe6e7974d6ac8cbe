import type { Db, Tx } from '../platform/db/database.ts'
import type { TeamsDeps } from './deps.ts'
import type { CheckedKey } from './ports.ts'
import {
  findOrganizationCalled,
  insertOrganization,
  lockOrganizations,
  moveEverything,
  nameOrganization,
  noteProjectIds,
  noteProjects,
  organizationsKnowing,
} from './store/organizations.ts'

/**
 * No endpoint says whose a key is. A project that we have seen before tells it for sure; what OpenAI calls the
 * organization tells it only where the projects do not speak against it: they never disappear from the list.
 */
export async function recogniseOrganization(db: Db, check: CheckedKey): Promise<string | null> {
  const ids = [...(check.projects ?? []).map(({ id }) => id), ...check.seenProjectIds]
  const [known] = await organizationsKnowing(db, ids)
  if (known) return known
  if (!check.organizationHint) return null
  const called = await findOrganizationCalled(db, check.organizationHint)
  const saysNothing = ids.length === 0 || called?.known_projects === 0
  return called && saysNothing ? called.id : null
}

/** The organization of a checked key, made where it is new. */
export async function claimOrganization(tx: Tx, check: CheckedKey, at: Date): Promise<string> {
  await lockOrganizations(tx)
  const id = (await recogniseOrganization(tx, check)) ?? (await insertOrganization(tx, check.organizationHint, at))
  await noteCheck(tx, id, check, at)
  return id
}

/** Keeps what a check has shown of the organization. */
export async function noteCheck(tx: Tx, organizationId: string, check: CheckedKey, at: Date): Promise<void> {
  if (check.organizationHint) await nameOrganization(tx, organizationId, check.organizationHint)
  await noteProjects(tx, organizationId, check.projects ?? [], at)
  await noteProjectIds(tx, organizationId, check.seenProjectIds, at)
}

/**
 * Keeps project ids met in costs. Answers with another organization that they belong to already: then two rows were
 * made of one organization, since its first key could tell nothing about itself.
 */
export async function noteSeen(
  db: Db,
  organizationId: string,
  ids: readonly string[],
  at: Date,
): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await noteProjectIds(tx, organizationId, ids, at)
    const known = await organizationsKnowing(tx, ids)
    return known.find((id) => id !== organizationId) ?? null
  })
}

/** From now on there is only `to`; what was booked on `from` is dropped, since `to` is billed for the same. */
export async function joinOrganizations(
  deps: Pick<TeamsDeps, 'db' | 'onOrganizationsJoined'>,
  from: string,
  to: string,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockOrganizations(tx)
    await deps.onOrganizationsJoined(tx, { from, to })
    await moveEverything(tx, from, to)
  })
}
