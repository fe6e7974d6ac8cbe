/** Calls that came through us: of one project and kind in one minute. */
export type Metered = {
  projectId: string
  minute: Date
  /** A kind of usage, or `other` for what no usage is read of. */
  kind: string
  /** Negative: so many that were told before have turned out to be of another minute or kind. */
  calls: number
  /** Exact USD of what has a price. */
  cost: string
  /** Calls of which some cost is unknown. */
  unpriced: number
}
