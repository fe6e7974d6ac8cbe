import { sql } from 'kysely'

/**
 * The one number of a scope and day. A settled bill is the truth; before that the greatest of what is known, so that
 * neither a late bill nor late usage lowers it (`greatest` passes over what is unknown).
 */
export function chosenAmount(parts: { settled: string; billed: string; estimated: string }) {
  const { settled, billed, estimated } = {
    settled: sql.raw(parts.settled),
    billed: sql.raw(parts.billed),
    estimated: sql.raw(parts.estimated),
  }
  return sql`case when ${settled} and ${billed} is not null then ${billed} else greatest(${billed}, ${estimated}) end`
}

/** Estimates are priced in dollars; other currencies are only ever billed. */
export const ESTIMATE_CURRENCY = 'USD'
