import type { Ledger } from '../ledger/index.ts'
import type { KeyProblemCode } from '../teams/index.ts'

/** What collecting needs to know of Admin keys; `teams/` keeps them. */
export type CollectableKey = {
  id: string
  teamId: string
  organizationId: string
  state: 'active' | 'inactive' | 'broken'
}

/** `version` tells it from a key that has replaced it since. */
export type OpenedKey = { secret: string; baseUrl: string | null; version: string }

export type KeyDesk = {
  /** Active and broken keys; a broken one may have been mended at the provider. */
  collectableKeys(): Promise<CollectableKey[]>
  /** Null: set aside, or of an archived team. */
  openKey(id: string): Promise<OpenedKey | null>
  /** False once it was set aside or replaced. */
  isCurrent(id: string, version: string): Promise<boolean>
  markBroken(id: string, code: KeyProblemCode): Promise<void>
  markCollected(id: string, at: Date): Promise<void>
  /** Keeps project ids met in costs; answers with another organization that they belong to already. */
  noteSeen(organizationId: string, externalIds: readonly string[]): Promise<string | null>
  /** Two rows were made of one organization; from now on there is only `to`. */
  joinOrganizations(from: string, to: string): Promise<void>
  /** Asks the provider once, with little effort, and keeps the answer as the key's state. */
  checkKey(id: string): Promise<boolean>
}

export type KeyPlan = { organizationId: string; first: CollectableKey; spare: CollectableKey[] }

/** One key reads an organization; the others stand by. Active ones come first. */
export function planKeys(keys: readonly CollectableKey[]): KeyPlan[] {
  const plans = new Map<string, KeyPlan>()
  const byTrust = keys.filter((key) => key.state !== 'inactive').toSorted((a, b) => trust(a) - trust(b))
  for (const key of byTrust) {
    const plan = plans.get(key.organizationId)
    if (plan) plan.spare.push(key)
    else plans.set(key.organizationId, { organizationId: key.organizationId, first: key, spare: [] })
  }
  return [...plans.values()]
}

function trust(key: CollectableKey): number {
  return key.state === 'active' ? 0 : 1
}

/** Two rows are one organization: the one with the longer history of bills stays. Answers with it. */
export async function joinOrganizationRows(
  deps: { ledger: Ledger; keys: KeyDesk },
  here: string,
  there: string,
): Promise<string> {
  const [ownDays, otherDays] = [await deps.ledger.countReadDays(here), await deps.ledger.countReadDays(there)]
  const [from, to] = ownDays > otherDays ? [there, here] : [here, there]
  await deps.keys.joinOrganizations(from, to)
  return to
}
