import type { Limit } from './limit.ts'
import type { PartContext, PartOutcome } from './part.ts'
import { planSpendLimit, SPEND_FIELD, SPEND_LIMIT, wantedCents } from './plan-spend-limit.ts'
import { closeHolds, confirmHolds, openHolds, saveIntents } from './store/holds.ts'

const ROUNDS = 4

/** Brings the hard spend limit to what is wanted, or back to what it was, and reads it again until it is so. */
export async function holdSpendLimit(context: PartContext): Promise<PartOutcome> {
  const { db, limits, access, externalId, lease, month } = context
  const outcome: PartOutcome = { state: 'done', done: 1, total: 1, problemCode: null, notes: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const present = await limits.readSpendLimit(access)
    const hold = (await openHolds(db, externalId)).find(({ item }) => item === SPEND_LIMIT) ?? null
    const spentCents = hold === null && context.grade === 'stop' ? await context.spentCents() : null
    const decision = planSpendLimit(present, hold, wantedCents({ grade: context.grade, hold, month, spentCents }))
    const at = await context.sharedNow()
    switch (decision.kind) {
      case 'in-force':
        if (hold) await confirmHolds(db, [hold.id], at)
        return outcome
      case 'free':
        return outcome
      case 'refused':
      case 'contested':
        outcome.notes.push({ ...note(present, hold?.original ?? null), kind: decision.kind })
        return { ...outcome, state: 'refused', done: 0, problemCode: `limit-${decision.kind}` }
      case 'close':
        if (hold) {
          const { id } = hold
          await db
            .transaction()
            .execute((tx) => closeHolds(tx, [{ id, outcome: decision.outcome, final: present }], at))
        }
        return outcome
      case 'write': {
        const intent = { hold, item: SPEND_LIMIT, field: SPEND_FIELD, model: null, present, month, ...decision }
        lease.assertHeld()
        await db.transaction().execute(async (tx) => {
          await saveIntents(tx, externalId, [intent], at)
          if (!decision.undone) return
          await context.tellUndone(tx, [{ ...note(present, hold?.original ?? null), kind: 'left' }], at)
        })
        lease.assertHeld()
        if (decision.value === null) await limits.removeSpendLimit(access)
        else await limits.writeSpendLimit(access, decision.value)
      }
    }
  }
  return { ...outcome, state: 'failed', done: 0, problemCode: 'limit-not-kept' }
}

function note(value: Limit, original: Limit) {
  return { item: SPEND_LIMIT, model: null, field: SPEND_FIELD, value, original }
}
