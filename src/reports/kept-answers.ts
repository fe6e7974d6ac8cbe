/** Answers ready to be sent, the least recently asked first. Whoever asks while one is being made waits for that one. */
export type KeptAnswers = { of(key: string, make: () => Promise<string>): Promise<Buffer> }

export function createKeptAnswers(maxBytes: number): KeptAnswers {
  const kept = new Map<string, Buffer>()
  const coming = new Map<string, Promise<Buffer>>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= kept.get(key)?.byteLength ?? 0
    kept.delete(key)
  }

  function keep(key: string, answer: Buffer): void {
    drop(key)
    kept.set(key, answer)
    bytes += answer.byteLength
    for (const oldest of kept.keys()) {
      if (bytes <= maxBytes) return
      drop(oldest)
    }
  }

  return {
    async of(key, make) {
      const known = kept.get(key)
      if (known) {
        kept.delete(key)
        kept.set(key, known)
        return known
      }
      const running = coming.get(key)
      if (running) return running
      const made = make().then((text) => Buffer.from(text))
      coming.set(key, made)
      try {
        const answer = await made
        keep(key, answer)
        return answer
      } finally {
        coming.delete(key)
      }
    },
  }
}
