import { z } from 'zod'
import { isCostDay } from '../cost-day.ts'

/** The shapes that every feature's routes share. */
export const Money = z
  .object({
    amount: z.string().describe('Exact decimal, e.g. "1284.1" or "0.0000001"'),
    currency: z.string().describe('ISO 4217, e.g. "USD"'),
  })
  .meta({ id: 'Money' })

export const CostDay = z
  .string()
  .refine(isCostDay, 'YYYY-MM-DD')
  .meta({ id: 'CostDay', description: 'One UTC day (09:00 KST to 09:00 KST the next day), YYYY-MM-DD' })

export const Instant = z.iso.datetime().meta({ id: 'Instant', description: 'RFC 3339, UTC' })

export const Basis = z.enum(['settled', 'provisional', 'estimated', 'unknown']).meta({
  id: 'Basis',
  description: 'settled 확정 · provisional 잠정 · estimated 추정 · unknown: no reading has arrived, which is not zero',
})

/** Names people give: 1–100 characters after trimming. PostgreSQL refuses U+0000, and half a surrogate pair in JSON. */
export const Name = z
  .string()
  .max(400)
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  )

export const Reason = z
  .string()
  .max(2_000)
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .max(500)
      .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u),
  )

export const Id = z.uuid()
export const IdParams = z.object({ id: Id })
export const Cursor = z
  .string()
  .max(400)
  .regex(/^[\w-]+={0,2}$/)

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; scripts may rely on it'),
    detail: z.string().describe('What happened and what to do, in Korean'),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const Empty = z.null().meta({ description: 'No content' })

export type Money = z.infer<typeof Money>
export type Basis = z.infer<typeof Basis>
export type Problem = z.infer<typeof Problem>
