import { z } from 'zod'
import { CostDay, Id, Money } from '../../platform/http/schemas.ts'
import { DaySpend, Freshness } from '../api.ts'

export const UnattributedScope = z
  .object({
    organizationId: Id,
    externalId: z.string().nullable().describe('null: the provider names no project'),
    name: z.string().nullable(),
    archived: z.boolean(),
    amount: Money,
    lastDay: CostDay,
  })
  .meta({ id: 'UnattributedScope' })

export const Unattributed = z
  .object({
    days: z.int(),
    freshness: Freshness,
    total: z.array(Money),
    scopes: z.array(UnattributedScope),
    trend: z.array(DaySpend),
  })
  .meta({ id: 'Unattributed' })

export type Unattributed = z.infer<typeof Unattributed>
