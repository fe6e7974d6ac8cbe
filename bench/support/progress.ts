const startedAt = performance.now()

/** Stdout holds the figures only; what happens meanwhile goes to stderr. */
export function say(sentence: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  process.stderr.write(`[${seconds.padStart(6)} s] ${sentence}\n`)
}
