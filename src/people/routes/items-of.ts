import { z } from 'zod'

export function itemsOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item) })
}
