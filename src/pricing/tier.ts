export const TIERS = ['standard', 'batch', 'flex', 'priority'] as const
export type Tier = (typeof TIERS)[number]

/** Null: a tier that is not known here, which is charged at the dearest price that is. */
export function tierOf(series: { batch: boolean | null; serviceTier: string | null }): Tier | null {
  if (series.batch === true) return 'batch'
  switch (series.serviceTier?.toLowerCase() ?? null) {
    case null:
    case '':
    case 'auto':
    case 'default':
    case 'standard':
    // Bought ahead as a bundle for the whole organization; at the list price it is at least not too low.
    case 'scale':
      return 'standard'
    case 'batch':
      return 'batch'
    case 'flex':
      return 'flex'
    // Called fast mode since 2026-07-30; both names are answered.
    case 'priority':
    case 'fast':
      return 'priority'
    default:
      return null
  }
}
