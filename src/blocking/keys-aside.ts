import { type Actor, jobActor } from '../people/actor.ts'
import type { Db } from '../platform/db/database.ts'
import { AppError } from '../platform/errors.ts'
import type { Block, Step } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { findBlock, lockBlock } from './store/blocks.ts'
import { changeSteps, stepsOf } from './store/steps.ts'
import { wakeTargetsOf } from './store/targets.ts'

type Deps = Pick<BlockingDeps, 'database' | 'keys' | 'sharedNow' | 'log'>

/** The team's Admin keys are set aside last: everything else needs them. Only where the block still stands. */
export async function setKeysAside(deps: Deps, block: Block): Promise<void> {
  const { db } = deps.database
  for (const step of await keySteps(deps, block, 'apply')) {
    const stands = await db.transaction().execute(async (tx) => {
      const now = await lockBlock(tx, block.id)
      if (now?.state !== 'open') return false
      await mark(deps, step, { state: 'running' }, tx)
      return true
    })
    if (!stands) return
    await deps.keys.setAside(actorOf(block), step.target, block.reason)
    await mark(deps, step, { state: 'done' })
    // Released while it was being set aside: whoever took it back was too early.
    if ((await findBlock(db, block.id))?.state !== 'open') {
      await deps.keys.takeBack(jobActor, step.target, block.releaseReason ?? block.reason)
    }
  }
}

/**
 * Before anything is restored: restoring needs a key. One that OpenAI no longer takes is shown and does not hold up the rest.
 * Whatever found no key while it was aside need not wait for its next attempt.
 */
export async function takeKeysBack(deps: Deps, block: Block): Promise<void> {
  for (const step of await keySteps(deps, block, 'restore')) {
    try {
      await deps.keys.takeBack(jobActor, step.target, block.releaseReason ?? '')
      await mark(deps, step, { state: 'done' })
      await wakeTargetsOf(deps.database.db, block.id)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      deps.log.warn({ err: error, block: block.id, key: step.target }, 'an Admin key could not be taken back')
      // A key that is refused stays aside; one that could not be asked about is tried again.
      await mark(deps, step, { state: error.kind === 'invalid' ? 'refused' : 'failed', problemCode: error.code })
    }
  }
}

async function keySteps({ database }: Deps, block: Block, direction: Step['direction']): Promise<Step[]> {
  const steps = await stepsOf(database.db, [block.id])
  return steps.filter(
    (step) =>
      step.kind === 'admin-key' && step.direction === direction && step.state !== 'done' && step.state !== 'refused',
  )
}

async function mark(
  { database, sharedNow }: Deps,
  step: Step,
  change: { state: Step['state']; problemCode?: string },
  db: Db = database.db,
): Promise<void> {
  const { blockId, kind, target, direction } = step
  const done = change.state === 'done' ? 1 : 0
  const at = await sharedNow(db)
  await changeSteps(db, { blockIds: [blockId], kind, target, direction }, { ...change, done, total: 1 }, at)
}

/** Whoever asked for it, in a row of the record that a job writes. */
function actorOf(block: Block): Actor {
  return { ...jobActor, personId: block.requestedBy, name: block.requestedByName }
}
