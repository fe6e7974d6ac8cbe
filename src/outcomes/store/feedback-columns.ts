import type { Feedback } from '../outcome.ts'

export type FeedbackColumns = { score: string | null; low: string | null; high: string | null }

/** The three columns of a score, or null where none was given. */
export function feedbackIn({ score, low, high }: FeedbackColumns): Feedback | null {
  return score === null || low === null || high === null ? null : { score, min: low, max: high }
}
