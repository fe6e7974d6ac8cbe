import { recordAction } from '../actions/record.ts'
import { jobActor } from '../people/actor.ts'
import { type Block, isFinal, nameOf, type Step } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { setKeysAside } from './keys-aside.ts'
import { appliedNotice, restoredNotice, settingOf } from './notices.ts'
import { findBlock, lockBlock, setApplied, setReleased } from './store/blocks.ts'
import { askersOf } from './store/requests.ts'
import { stepsOf } from './store/steps.ts'

/** A block whose steps have all ended is in force, or released; what ended badly is said. Told once, by whoever gets there first. */
export async function finishBlocks(deps: BlockingDeps, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const block = await findBlock(deps.database.db, id)
    if (block?.state === 'open' && block.appliedAt === null) await finishApplying(deps, block)
    if (block?.state === 'releasing') await finishReleasing(deps, block)
  }
}

async function finishApplying(deps: BlockingDeps, block: Block): Promise<void> {
  const { db } = deps.database
  const before = await stepsOf(db, [block.id])
  if (!before.filter(({ kind }) => kind !== 'admin-key').every(isFinal)) return
  if (block.setsKeysAside) await setKeysAside(deps, block)
  const at = await deps.sharedNow()
  const setting = await settingOf(deps)
  const told = await db.transaction().execute(async (tx) => {
    // Under the block's lock: whoever makes it harder meanwhile starts its steps again.
    if ((await lockBlock(tx, block.id))?.grade !== block.grade) return false
    const steps = await stepsOf(tx, [block.id])
    if (!steps.every(isFinal) || !(await setApplied(tx, block.id, at))) return false
    const refused = steps.filter(({ state }) => state === 'refused')
    const about = { at, actor: jobActor, subject: nameOf(block), teamId: block.teamId, projectId: block.projectId }
    await recordAction(tx, {
      ...about,
      kind: 'block.applied',
      after: { grade: block.grade, steps: steps.map(summary) },
    })
    for (const step of refused) {
      await recordAction(tx, {
        ...about,
        kind: 'block.step-refused',
        after: { ...summary(step), code: step.problemCode },
      })
    }
    await deps.tell(tx, appliedNotice(setting, block, steps, at))
    return true
  })
  if (told) deps.deliverSoon()
}

async function finishReleasing(deps: BlockingDeps, block: Block): Promise<void> {
  const { db } = deps.database
  const steps = await stepsOf(db, [block.id])
  if (!steps.every((step) => step.direction === 'restore' && isFinal(step))) return
  const at = await deps.sharedNow()
  const setting = await settingOf(deps)
  const askedBy = await deps.addressesOf(await askersOf(db, block.id))
  const told = await db.transaction().execute(async (tx) => {
    if (!(await setReleased(tx, block.id, at))) return false
    await recordAction(tx, {
      at,
      actor: jobActor,
      kind: 'block.restored',
      subject: nameOf(block),
      teamId: block.teamId,
      projectId: block.projectId,
      after: { steps: steps.map(summary), notes: steps.flatMap(({ notes }) => notes) },
    })
    await deps.tell(tx, restoredNotice(setting, block, steps, at, askedBy))
    return true
  })
  if (told) deps.deliverSoon()
}

function summary({ kind, target, state, done, total }: Step) {
  return { step: kind, target, state, done, total }
}
