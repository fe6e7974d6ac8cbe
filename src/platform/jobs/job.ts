export type Trigger = 'schedule' | 'person' | 'system'

/** One thing the product does by itself. The name is a sentence; `run` answers with what it did, in Korean. */
export type JobDefinition = {
  name: string
  title: string
  schedule?: { cron: string; timeZone: string; sentence: string }
  /** After this long without an end the job counts as dead and is tried again. */
  expireSeconds: number
  retries: number
  /** A run that has nothing to tell (null) leaves no row, so that a job of every minute does not bury the others. */
  run(context: { signal: AbortSignal; trigger: Trigger }): Promise<string | null>
}
