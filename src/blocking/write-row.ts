import { OpenAiError, type OpenAiFailure, type RateChanges, type RateFigure } from '../providers/openai/index.ts'
import type { StepNote } from './block.ts'
import { ceilingIn } from './ceiling.ts'
import type { PartContext } from './part.ts'
import type { RowWrite } from './plan-rate-limits.ts'
import { closeHolds, holdIdOf, noteWritten, refuseHold } from './store/holds.ts'

type Figure = { field: RateFigure; value: number }

/**
 * Writes one row. What OpenAI refuses for good is remembered and left out, what it clamps is written as far as it allows;
 * everything else is thrown. Answers with what was clamped, or could not be given back.
 */
export async function writeRow(context: PartContext, write: RowWrite): Promise<StepNote[]> {
  const notes: StepNote[] = []
  let figures: Figure[] = write.figures
  while (figures.length > 0) {
    const failure = await send(context, write.item, figures)
    if (failure === null) break
    const code = failure.code ?? ''
    const [atFault, ...others] = faultsIn(failure, figures)
    if (atFault === undefined || isWholeRow(code)) {
      for (const { field } of figures) notes.push(...(await giveUp(context, write, field, code)))
      break
    }
    const ceiling = code === 'organization_rate_limit_exceeded' ? ceilingIn(failure.detail, atFault.value) : null
    if (ceiling !== null) {
      notes.push(...(await clamp(context, write, atFault.field, ceiling)))
    } else if (others.length > 0) {
      // The answer does not say which field it means, so each is tried alone.
      for (const figure of figures)
        notes.push(...(await writeRow(context, { ...write, figures: [asWrite(write, figure)] })))
      return notes
    } else {
      notes.push(...(await giveUp(context, write, atFault.field, code)))
    }
    figures = figures.filter(({ field }) => field !== atFault.field)
  }
  return notes
}

async function send(
  { limits, access, lease }: PartContext,
  item: string,
  figures: readonly Figure[],
): Promise<Extract<OpenAiFailure, { kind: 'refused' | 'not-found' }> | null> {
  const changes: RateChanges = Object.fromEntries(figures.map(({ field, value }) => [field, value]))
  try {
    lease.assertHeld()
    await limits.updateRateLimit(access, item, changes)
    return null
  } catch (error) {
    if (!(error instanceof OpenAiError)) throw error
    const { failure } = error
    if (failure.kind === 'refused' || (failure.kind === 'not-found' && isWholeRow(failure.code ?? ''))) return failure
    throw error
  }
}

function isWholeRow(code: string): boolean {
  return code === 'rate_limit_not_updatable' || code === 'rate_limit_does_not_exist_for_org_and_model'
}

/** The field that the answer names, in `param` or in its text; all of them where it names none. */
function faultsIn(failure: { detail: string; param?: string | null }, figures: readonly Figure[]): readonly Figure[] {
  const named = figures.filter(({ field }) => failure.param === field || failure.detail.includes(field))
  return named.length > 0 ? named.slice(0, 1) : figures
}

function asWrite(write: RowWrite, figure: Figure): RowWrite['figures'][number] {
  const whole = write.figures.find(({ field }) => field === figure.field)
  return {
    field: figure.field,
    value: figure.value,
    present: whole?.present ?? 0,
    hold: whole?.hold ?? null,
    undone: false,
  }
}

/** A restore that OpenAI does not allow any more: the organization's own limit has become lower meanwhile. */
async function clamp(context: PartContext, write: RowWrite, field: RateFigure, ceiling: number): Promise<StepNote[]> {
  const { db, externalId } = context
  const figure = write.figures.find((one) => one.field === field)
  const original = figure?.hold?.original ?? null
  const id = await holdIdOf(db, externalId, write.item, field)
  if (id !== null) await noteWritten(db, id, ceiling)
  const refused = await send(context, write.item, [{ field, value: ceiling }])
  if (refused !== null) return giveUp(context, write, field, refused.code ?? '')
  if (context.grade !== null) return []
  const at = await context.sharedNow()
  if (id !== null) {
    await db.transaction().execute((tx) => closeHolds(tx, [{ id, outcome: 'clamped', final: ceiling }], at))
  }
  return [{ kind: 'clamped', item: write.item, model: write.model, field, value: ceiling, original }]
}

/** While blocking, the limit never was ours. While releasing, ours stays behind, and a person has to undo it by hand. */
async function giveUp(context: PartContext, write: RowWrite, field: RateFigure, code: string): Promise<StepNote[]> {
  const { db, externalId } = context
  const { item, model } = write
  const figure = write.figures.find((one) => one.field === field)
  const [value, original] = [figure?.present ?? null, figure?.hold?.original ?? null]
  if (context.grade !== null) {
    await refuseHold(db, externalId, { item, field }, code || 'refused')
    return []
  }
  const id = await holdIdOf(db, externalId, item, field)
  const at = await context.sharedNow()
  if (id !== null) await db.transaction().execute((tx) => closeHolds(tx, [{ id, outcome: 'left', final: value }], at))
  return [{ kind: 'refused', item, model, field, value, original }]
}
