import { recordAction } from '../actions/record.ts'
import { callsSince } from '../ledger/index.ts'
import { jobActor } from '../people/actor.ts'
import { HOUR } from '../platform/clock.ts'
import { type Block, isAtProvider, nameOf } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { confirmedNotice, settingOf, violatedNotice } from './notices.ts'
import { judgeProof, quietFrom, withKnown } from './proof.ts'
import { lockBlock, setProof, unfinishedBlocks } from './store/blocks.ts'
import { stepsOf } from './store/steps.ts'

/** After this the usual five minutes do: whatever comes later is found by them as well. */
const WATCHED_CLOSELY = 2 * HOUR

export function createWatch(deps: BlockingDeps) {
  const { db } = deps.database

  async function prove(block: Block): Promise<void> {
    const steps = await stepsOf(db, [block.id])
    const targets = [...new Set(steps.filter(({ kind }) => isAtProvider(kind)).map(({ target }) => target))]
    const from = quietFrom(block)
    if (targets.length === 0 || from === null) return
    const seen = withKnown(await callsSince(db, targets, from), block)
    const proof = judgeProof(block, seen, deps.usageLagMs)
    const { lastCallAt } = seen
    const isSame = proof === block.proof && seen.calls === (block.callsAfter ?? 0)
    if (isSame && lastCallAt?.getTime() === block.lastCallAt?.getTime()) return
    const at = await deps.sharedNow()
    const setting = await settingOf(deps)
    await db.transaction().execute(async (tx) => {
      const now = await lockBlock(tx, block.id)
      if (now?.state !== 'open' || now.proof !== block.proof || now.bitesAt?.getTime() !== block.bitesAt?.getTime())
        return
      const isNew = proof !== block.proof
      const isNewViolation = isNew && proof === 'violated'
      const { calls, models } = seen
      const proofAt = isNew ? at : block.proofAt
      await setProof(tx, block.id, { proof, at: proofAt, lastCallAt, callsAfter: calls, models, isNewViolation })
      if (!isNew || proof === 'pending') return
      await recordAction(tx, {
        at,
        actor: jobActor,
        kind: proof === 'confirmed' ? 'block.confirmed' : 'block.violated',
        subject: nameOf(block),
        teamId: block.teamId,
        projectId: block.projectId,
        after: { lastCallAt, callsAfter: calls, models },
      })
      const notice =
        proof === 'confirmed'
          ? confirmedNotice(setting, now, lastCallAt, at)
          : violatedNotice(setting, now, { calls, models, lastCallAt }, at)
      await deps.tell(tx, notice)
    })
    deps.deliverSoon()
  }

  return {
    /** 차단 확인됨, or 차단 후에도 호출 발생: from what usage shows since. */
    async prove(): Promise<void> {
      for (const block of await unfinishedBlocks(db)) {
        if (block.state === 'open' && block.grade === 'stop') await prove(block)
      }
    },

    /** Projects whose usage should be read every minute: blocked ones until they are proven quiet. */
    async hotProjects(): Promise<ReadonlySet<string>> {
      const at = await deps.sharedNow()
      const open = (await unfinishedBlocks(db)).filter(({ state }) => state === 'open')
      const close = open.filter(
        (block) => block.proof !== 'confirmed' || at.getTime() - (block.proofAt ?? at).getTime() < WATCHED_CLOSELY,
      )
      const steps = await stepsOf(
        db,
        close.map(({ id }) => id),
      )
      return new Set(steps.flatMap(({ projectId }) => (projectId === null ? [] : [projectId])))
    },
  }
}
