import type { StepNote } from './block.ts'
import type { PartContext, PartOutcome } from './part.ts'
import { planRateLimits, type RatePlan } from './plan-rate-limits.ts'
import { SPEND_LIMIT } from './plan-spend-limit.ts'
import { spread } from './spread.ts'
import { closeHolds, confirmHolds, type Intent, openHolds, saveIntents } from './store/holds.ts'
import { writeRow } from './write-row.ts'

const ROUNDS = 4

/**
 * Brings every rate limit of a project to what is wanted, what costs most first, or back to what it was. All originals and
 * all values of ours are stored before the first write; everything is read again, and what did not stick is repeated.
 */
export async function holdRateLimits(context: PartContext): Promise<PartOutcome> {
  const { db, externalId, lease, grade } = context
  const heavyModels = grade === null ? [] : await context.heavyModels()
  const clamped: StepNote[] = []
  let plan = await look()
  for (let round = 0; round < ROUNDS && plan.writes.length > 0; round += 1) {
    const at = await context.sharedNow()
    lease.assertHeld()
    const intents = plan.writes.flatMap(({ item, model, figures }) =>
      figures.map((figure) => ({ ...figure, item, model, month: null })),
    )
    await db.transaction().execute(async (tx) => {
      await saveIntents(tx, externalId, intents, at)
      const undone = intents.filter((intent) => intent.undone).map(undoneNote)
      if (undone.length > 0) await context.tellUndone(tx, undone, at)
    })
    const { total, writes } = plan
    let done = plan.done
    await context.progress(done, total)
    await spread(writes, context.spacingMs, async (write) => {
      clamped.push(...(await writeRow(context, write)))
      done += 1
      if (done % 5 === 0 || done === total) await context.progress(done, total)
    })
    plan = await look()
  }
  const notes = [...plan.notes, ...clamped]
  const isSettled = plan.writes.length === 0
  const { done, total } = plan
  return {
    state: isSettled ? (hasContested(plan) ? 'refused' : 'done') : 'failed',
    done,
    total,
    problemCode: isSettled ? (hasContested(plan) ? 'limit-contested' : null) : 'limit-not-kept',
    notes,
  }

  async function look(): Promise<RatePlan> {
    const rows = await context.limits.readRateLimits(context.access)
    const holds = (await openHolds(db, externalId)).filter(({ item }) => item !== SPEND_LIMIT)
    const next = planRateLimits({ rows, holds, grade, heavyModels })
    const at = await context.sharedNow()
    const confirmed = next.confirmed.map(({ id }) => id)
    await confirmHolds(db, confirmed, at)
    const closings = next.closings.map(({ hold, outcome, final }) => ({ id: hold.id, outcome, final }))
    if (closings.length > 0) await db.transaction().execute((tx) => closeHolds(tx, closings, at))
    return next
  }
}

function undoneNote({ item, model, field, present, hold }: Intent): StepNote {
  return { kind: 'left', item, model, field, value: present, original: hold?.original ?? null }
}

function hasContested(plan: RatePlan): boolean {
  return plan.notes.some(({ kind }) => kind === 'contested')
}
