import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam, isAdmin, jobActor } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/errors.ts'
import { type Block, nameOf } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { releaseAskedNotice, releaseRefusedNotice, settingOf } from './notices.ts'
import { expiredBlocks, findBlock, lockBlock, lockDecisions, setReleasing } from './store/blocks.ts'
import { decideRequest, insertRequest, openRequestOf } from './store/requests.ts'
import { raiseVersions, restartKeySteps, restartSteps } from './store/steps.ts'

export function createReleases(deps: BlockingDeps, carryOutSoon: () => void) {
  const { db } = deps.database

  async function visible(actor: Actor, id: string): Promise<Block> {
    const block = await findBlock(db, id)
    if (!block || !canSeeTeam(actor, block.teamId)) throw notFound('not-found')
    return block
  }

  async function requireOpen(tx: Tx, id: string): Promise<Block> {
    const block = await lockBlock(tx, id)
    if (block?.state !== 'open') throw conflict('block-not-open')
    return block
  }

  return {
    visible,

    /** Asked for by anybody who can see it, given by an admin; both are told. */
    async askRelease(actor: Actor, id: string, reason: string): Promise<Block> {
      await visible(actor, id)
      if (reason === '') throw invalid('block-reason-needed')
      const at = await deps.sharedNow()
      const setting = await settingOf(deps)
      await db.transaction().execute(async (tx) => {
        const block = await requireOpen(tx, id)
        if (await openRequestOf(tx, id)) throw conflict('release-asked-already')
        const { personId: by, name: byName } = actor
        const requestId = await insertRequest(tx, { blockId: id, by, byName, reason, at })
        await recordAction(tx, { ...about(block, actor, at), kind: 'block.release-requested', reason })
        await deps.tell(tx, releaseAskedNotice(setting, block, { id: requestId, byName, reason, at }))
      })
      deps.deliverSoon()
      return visible(actor, id)
    },

    /** `approve: false` refuses what was asked. An admin may also release without having been asked. */
    async decideRelease(actor: Actor, id: string, decision: { approve: boolean; reason: string }): Promise<Block> {
      await visible(actor, id)
      if (!isAdmin(actor)) throw forbidden('not-allowed')
      if (decision.reason === '') throw invalid('block-reason-needed')
      if (decision.approve) await release(id, actor, decision.reason, 'block.released')
      else await refuse(id, actor, decision.reason)
      return visible(actor, id)
    },

    /** Blocks with an end come to it by themselves. */
    async expire(): Promise<number> {
      const due = await expiredBlocks(db, await deps.sharedNow())
      for (const id of due) await release(id, jobActor, '정한 시각이 되어 자동으로 해제합니다.', 'block.expired')
      return due.length
    },
  }

  async function release(
    id: string,
    actor: Actor,
    reason: string,
    kind: 'block.released' | 'block.expired',
  ): Promise<void> {
    const at = await deps.sharedNow()
    await db.transaction().execute(async (tx) => {
      await lockDecisions(tx)
      const block = await lockBlock(tx, id)
      // Two processes may find the same end, of which one brings it about; or it was put off since it was found.
      if (kind === 'block.expired' && !isExpired(block, at)) return
      if (block?.state !== 'open') throw conflict('block-not-open')
      const { personId: by, name: byName } = actor
      await decideRequest(tx, id, { decision: 'approved', by, byName, reason, at })
      await setReleasing(tx, id, { reason, by, byName, at })
      await restartKeySteps(tx, id)
      await raiseVersions(tx, await restartSteps(tx, id, 'restore'))
      await recordAction(tx, {
        ...about(block, actor, at),
        kind,
        reason,
        before: { grade: block.grade, reason: block.reason },
      })
    })
    carryOutSoon()
  }

  async function refuse(id: string, actor: Actor, reason: string): Promise<void> {
    const at = await deps.sharedNow()
    const setting = await settingOf(deps)
    const asking = await openRequestOf(db, id)
    const [askedBy = null] = await deps.addressesOf(asking?.askedBy ? [asking.askedBy] : [])
    await db.transaction().execute(async (tx) => {
      const block = await requireOpen(tx, id)
      const { personId: by, name: byName } = actor
      const decided = await decideRequest(tx, id, { decision: 'refused', by, byName, reason, at })
      if (!decided || !asking) throw conflict('release-nothing-asked')
      await recordAction(tx, { ...about(block, actor, at), kind: 'block.release-refused', reason })
      await deps.tell(tx, releaseRefusedNotice(setting, block, { id: asking.id, byName, reason, at, askedBy }))
    })
    deps.deliverSoon()
  }
}

function isExpired(block: Block | null, at: Date): boolean {
  return block?.state === 'open' && block.untilAt !== null && block.untilAt <= at
}

function about(block: Block, actor: Actor, at: Date) {
  return { at, actor, subject: nameOf(block), teamId: block.teamId, projectId: block.projectId }
}
