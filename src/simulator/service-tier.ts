import type { ServiceTier } from './catalogue.ts'

/** `auto` and unknown tiers are served as `default`, and the answer says so. */
export function tierOf(asked: string | null | undefined): ServiceTier {
  return asked === 'flex' || asked === 'priority' ? asked : 'default'
}
