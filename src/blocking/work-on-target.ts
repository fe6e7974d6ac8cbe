import { keyProblemOf } from '../teams/index.ts'
import type { BlockingDeps, WritingKey } from './deps.ts'
import { readWish, type Wish } from './store/targets.ts'
import type { Lease } from './target-lease.ts'
import { createTargetRound, type Refusals } from './target-round.ts'

/** How one round over a target ended; `retry`: not as wanted yet, and in how many seconds it may be tried again. */
export type Round = {
  wish: Wish
  retry: { problemCode: string; seconds: number } | null
}

/** Brings one project at the provider to what its blocks want now, each layer with the first key that may. */
export async function workOnTarget(deps: BlockingDeps, externalId: string, lease: Lease): Promise<Round | null> {
  const wish = await readWish(deps.database.db, externalId)
  if (!wish) return null
  const round = await createTargetRound(deps, externalId, lease, wish)
  const keys = round.isOver() || wish.organizationId === null ? [] : await deps.keys.keysOf(wish.organizationId)
  const refused: Refusals = new Map()
  let isReadOnly = keys.some(({ writeAccess }) => writeAccess === 'no')
  for (const key of keys.filter(({ writeAccess }) => writeAccess !== 'no').toSorted((a, b) => rank(a) - rank(b))) {
    if (round.isOver()) break
    const opened = await deps.keys.openKey(key.id)
    if (!opened) continue
    const tried = round.left()
    const refusals = await round.workWith({ key: opened.secret, baseUrl: key.baseUrl ?? deps.openaiBaseUrl })
    for (const [kind, failure] of refusals) refused.set(kind, failure)
    for (const failure of refusals.values()) {
      if (failure.kind === 'key-revoked') await deps.keys.markBroken(key.id, keyProblemOf(failure))
    }
    // What may change one of the two is no key that can only read.
    if (tried.every((kind) => refusals.get(kind)?.kind === 'missing-scope')) {
      isReadOnly = true
      await deps.keys.noteWriteAccess(key.id, 'no')
    }
  }
  await round.giveUp((kind) => {
    const refusal = refused.get(kind)
    if (refusal && refusal.kind !== 'missing-scope') return 'key-refused'
    if (isReadOnly) return 'key-read-only'
    return refusal ? 'scope-missing' : 'no-writing-key'
  })
  return { wish, retry: round.retry() }
}

/** Working keys that are known to write come first. */
function rank({ state, writeAccess }: WritingKey): number {
  return (state === 'active' ? 0 : 2) + (writeAccess === 'yes' ? 0 : 1)
}
