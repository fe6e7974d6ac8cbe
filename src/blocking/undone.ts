import { recordAction } from '../actions/record.ts'
import { jobActor } from '../people/actor.ts'
import { afterCommit } from '../platform/db/after-commit.ts'
import type { Tx } from '../platform/db/database.ts'
import { nameOf, type StepKind, type StepNote } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { contestedNotice, type Setting, undoneNotice } from './notices.ts'
import { blocksAt } from './store/blocks.ts'
import { noteUndone } from './store/targets.ts'

type Deps = Pick<BlockingDeps, 'database' | 'tell' | 'deliverSoon'>
type Found = { externalId: string; blockIds: readonly string[]; setting: Setting; at: Date }

/** In the transaction that writes them again: a process that dies right after it has told of them as well. Alarmed once a while. */
export async function tellUndone(deps: Deps, tx: Tx, undone: readonly StepNote[], found: Found): Promise<void> {
  const { externalId, setting, at } = found
  const isNew = await noteUndone(tx, externalId, at)
  for (const block of await blocksAt(tx, found.blockIds)) {
    await recordAction(tx, {
      at,
      actor: jobActor,
      kind: 'block.limit-undone',
      subject: nameOf(block),
      teamId: block.teamId,
      projectId: block.projectId,
      after: { externalId, limits: undone.map(({ item, field, value }) => ({ item, field, value })) },
    })
    if (isNew) await deps.tell(tx, undoneNotice(setting, block, { externalId, undone, at }))
  }
  if (isNew) await afterCommit(tx, deps.database.db, deps.deliverSoon)
}

/** We gave up writing it again, so a person has to see to it: told once per block, project and layer. */
export async function tellContested(deps: Deps, kind: StepKind, found: Found): Promise<void> {
  const { db } = deps.database
  await db.transaction().execute(async (tx) => {
    for (const block of await blocksAt(tx, found.blockIds)) {
      await deps.tell(tx, contestedNotice(found.setting, block, { externalId: found.externalId, kind, at: found.at }))
    }
  })
  deps.deliverSoon()
}
