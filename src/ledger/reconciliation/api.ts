import { z } from 'zod'
import { CostDay } from '../../platform/http/schemas.ts'
import { VERDICTS } from './verdict.ts'

export const Verdict = z.enum(VERDICTS).meta({
  id: 'ReconciliationVerdict',
  description:
    'past-us: billed and not counted · price · token-kind: billed as another kind of token · credit: billed less than counted · day-boundary: billed on a neighbouring day · bill-late',
})
export const ReconciliationLine = z
  .object({
    label: z.string().describe('As the bill names it, else by model and kind; empty: the bill names nothing'),
    billed: z.string().nullable().describe('USD; null: not on the bill'),
    estimated: z.string().nullable().describe('USD; null: not counted'),
    billedQuantity: z.string().nullable(),
    countedQuantity: z.string().nullable(),
    unpriced: z.boolean().describe('A part of what was counted has no price'),
    difference: z.string().describe('Estimate less bill'),
    verdict: Verdict.nullable(),
  })
  .meta({ id: 'ReconciliationLine' })
export const ReconciliationDay = z
  .object({
    day: CostDay,
    billed: z.string().nullable().describe('USD; null: no bill read'),
    estimated: z.string().nullable().describe('USD; null: no usage read'),
    settled: z.boolean(),
    difference: z.string().nullable(),
    verdict: Verdict.nullable().describe('Where the day differs by more than 5 %: the verdict of its heaviest line'),
    lines: z.array(ReconciliationLine),
  })
  .meta({ id: 'ReconciliationDay' })
export const Reconciliation = z
  .object({ days: z.array(ReconciliationDay).describe('Newest first, closed days only') })
  .meta({ id: 'Reconciliation' })

export const ReconciliationQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(14) })

export type Verdict = z.infer<typeof Verdict>
export type ReconciliationLine = z.infer<typeof ReconciliationLine>
export type ReconciliationDay = z.infer<typeof ReconciliationDay>
export type Reconciliation = z.infer<typeof Reconciliation>
