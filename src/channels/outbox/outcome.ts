/**
 * How an attempt ended. `refused` concerns this message alone; `down` would happen to the next one of the lane as well.
 * `inTheDark`: the far side may have taken the message all the same.
 */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; problem: string; giveUp: boolean; inTheDark: boolean }
  | {
      kind: 'down'
      problem: string
      inTheDark: boolean
      /** What the far side asked for. */
      retryAfterMs: number | null
      /** Somebody has to change something first. */
      needsPeople: boolean
    }
