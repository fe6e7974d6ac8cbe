/** Counts certain byte sequences in what passes in pieces of any size. None of them may be part of another. */
export class TokensSeen {
  readonly counts: number[]
  readonly #tokens: readonly Buffer[]
  readonly #seam: number
  #tail: Buffer = Buffer.alloc(0)

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens.map((token) => Buffer.from(token))
    this.counts = tokens.map(() => 0)
    this.#seam = Math.max(...this.#tokens.map(({ length }) => length)) - 1
  }

  push(bytes: Buffer): void {
    // One that two pieces share is found in the seam, in which nothing is found twice.
    const text = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes])
    for (const [place, token] of this.#tokens.entries()) {
      for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + token.length)) {
        if (at + token.length > this.#tail.length) this.counts[place] = (this.counts[place] ?? 0) + 1
      }
    }
    this.#tail = Buffer.from(text.subarray(Math.max(0, text.length - this.#seam)))
  }
}
