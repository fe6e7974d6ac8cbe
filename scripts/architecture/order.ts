/**
 * The parts of the product in the order a dollar travels. A part imports only what stands before it in this list.
 * Everything that checks or draws the architecture is made from here.
 */
export const FEATURES = [
  'platform',
  'actions',
  'people',
  'teams',
  'pricing',
  'ledger',
  'causes',
  'providers',
  'collection',
  'calls',
  'outcomes',
  'thresholds',
  'channels',
  'alerts',
  'blocking',
  'gateway',
  'limits',
  'reports',
  'savings',
  'advice',
  'feedback',
  'operations',
  'simulator',
] as const

/** Single files in `src/` that put the features together, in the same sense: each may import those before it. */
export const TOP = ['config', 'pipeline', 'http', 'app', 'main', 'cli'] as const

/** Files of a feature that others may import beside its `index.ts`: the rows everybody writes, and who acts. */
export const OPEN_FILES = ['src/actions/record.ts', 'src/people/actor.ts', 'src/people/access.ts'] as const

/** Features made of one folder per provider, each with a front door of its own. */
export const FOLDERS_WITH_DOORS = ['providers'] as const

export type Part = (typeof FEATURES)[number] | (typeof TOP)[number]

export const PARTS: readonly Part[] = [...FEATURES, ...TOP]

/** The part that a source file belongs to, or null for a file that belongs to none (a folder missing from the list). */
export function partOf(path: string): Part | null {
  const name = /^src\/([^/]+?)(?:\.ts$|\/)/.exec(path)?.[1]
  return PARTS.find((part) => part === name) ?? null
}
