import type { OpenAiFailure } from '../providers/openai/index.ts'
import { keyProblemOf } from '../teams/index.ts'
import type { StepNote } from './block.ts'
import type { BlockingDeps, WritingKey } from './deps.ts'
import { openHolds } from './store/holds.ts'
import { readWish, type Wish } from './store/targets.ts'
import type { Lease } from './target-lease.ts'
import { blamesKey, createTargetRound } from './target-round.ts'

/** How one round over a target ended; `retry`: not as wanted yet, and in how many seconds it may be tried again. */
export type Round = {
  wish: Wish
  retry: { problemCode: string; seconds: number } | null
  undone: readonly StepNote[]
}

const NO_KEY_RETRY_SECONDS = 300

/** Brings one project at the provider to what its blocks want now, with the first key that may. */
export async function workOnTarget(deps: BlockingDeps, externalId: string, lease: Lease): Promise<Round | null> {
  const { db } = deps.database
  const wish = await readWish(db, externalId)
  if (!wish) return null
  const round = createTargetRound(deps, externalId, lease, wish)
  if (wish.grade === null && (await openHolds(db, externalId)).length === 0) {
    await round.markAll({ state: 'done', done: 0, total: 0 })
    return { wish, retry: null, undone: [] }
  }
  const keys = wish.organizationId === null ? [] : await deps.keys.keysOf(wish.organizationId)
  let problemCode = keys.some(({ writeAccess }) => writeAccess === 'no') ? 'key-read-only' : 'no-writing-key'
  for (const key of keys.filter(({ writeAccess }) => writeAccess !== 'no').toSorted((a, b) => rank(a) - rank(b))) {
    const opened = await deps.keys.openKey(key.id)
    if (!opened) continue
    const failure = await round.workWith({ key: opened.secret, baseUrl: key.baseUrl ?? deps.openaiBaseUrl })
    if (failure === null) return { wish, retry: round.retry(), undone: round.undone }
    if (!blamesKey(failure)) break
    problemCode = failure.kind === 'missing-scope' ? 'key-read-only' : 'key-refused'
    await noteRefusal(deps, key, failure)
  }
  await round.markAll({ state: wish.grade === null ? 'failed' : 'refused', done: 0, total: 0, problemCode })
  return { wish, retry: { problemCode, seconds: NO_KEY_RETRY_SECONDS }, undone: [] }
}

/** Working keys that are known to write come first. */
function rank({ state, writeAccess }: WritingKey): number {
  return (state === 'active' ? 0 : 2) + (writeAccess === 'yes' ? 0 : 1)
}

async function noteRefusal(deps: BlockingDeps, key: WritingKey, failure: OpenAiFailure): Promise<void> {
  if (failure.kind === 'missing-scope') await deps.keys.noteWriteAccess(key.id, 'no')
  if (failure.kind === 'key-revoked') await deps.keys.markBroken(key.id, keyProblemOf(failure))
}
