import { z } from 'zod'
import { Money } from '../../platform/http/schemas.ts'

export const Compared = z
  .object({
    now: Money.nullable().describe('null: the cost or the outcome is unknown, or nothing succeeded'),
    previous: Money.nullable(),
    change: z
      .number()
      .nullable()
      .describe('now / previous − 1; null where either is unknown or was not recorded in full'),
  })
  .meta({ id: 'ComparedMoney' })

export const Lack = z.enum(['no-spend', 'no-outcomes', 'few-attempts', 'little-spend']).meta({
  id: 'Lack',
  description: 'What keeps a project from being ranked: the first that has to be mended',
})

export const Worth = z
  .object({
    attempts: z.int().nullable().describe('null: no outcome was recorded in these 7 days'),
    successes: z.int().nullable(),
    costPerSuccess: Compared,
    lack: Lack.nullable().describe('null: enough to compare by (≥ $1 and ≥ 5 attempts in the week)'),
  })
  .meta({ id: 'Worth', description: 'Of the last 7 full days, beside the 7 before' })

export type ComparedMoney = z.infer<typeof Compared>
export type Lack = z.infer<typeof Lack>
export type Worth = z.infer<typeof Worth>
