import type { Block, BlockStep } from '../../src/blocking/api.ts'

/** Something of it is being done right now, so one looks every second. */
export function isMoving(block: Pick<Block, 'state' | 'appliedAt' | 'steps'>): boolean {
  if (block.state === 'releasing') return true
  return block.steps.some(({ state }) => state === 'waiting' || state === 'running')
}

export function isApplying(block: Pick<Block, 'state' | 'appliedAt'>): boolean {
  return block.state === 'open' && block.appliedAt === null
}

/** Seconds from the decision to the end of a step; null while it has none. */
export function secondsOf(
  block: Pick<Block, 'createdAt'>,
  step: Pick<BlockStep, 'direction' | 'startedAt' | 'finishedAt'>,
) {
  if (step.finishedAt === null) return null
  const since = step.direction === 'apply' ? block.createdAt : (step.startedAt ?? step.finishedAt)
  return Math.max(0.1, (Date.parse(step.finishedAt) - Date.parse(since)) / 1_000)
}

/** What speaks for the whole: the worst first. */
export function toneOf(block: Pick<Block, 'state' | 'proof' | 'grade' | 'steps' | 'appliedAt'>) {
  if (block.state !== 'open') return 'accent'
  if (block.proof === 'violated' || block.steps.some(({ state }) => state === 'refused')) return 'danger'
  if (isApplying(block)) return 'accent'
  return block.proof === 'confirmed' ? 'ok' : 'warn'
}
