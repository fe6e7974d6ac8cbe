const NEWLINE = 0x0a
/** A longer line is passed over: nothing that tells usage is that long. */
const LONGEST_LINE = 64 * 1024 * 1024

/** Cuts what comes in pieces of any size into whole lines, each with its line end. */
export class StreamLines {
  #parts: Buffer[] = []
  #size = 0

  /** The lines that are complete with these bytes. */
  push(bytes: Buffer): Buffer[] {
    const lines: Buffer[] = []
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(this.#joined(bytes.subarray(from, end + 1)))
      from = end + 1
    }
    if (from < bytes.length) this.#keep(bytes.subarray(from))
    return lines
  }

  /** What is left when the stream ends in the middle of a line, or when it got too long; null of nothing. */
  rest(): Buffer | null {
    if (this.#size === 0) return null
    const rest = Buffer.concat(this.#parts)
    this.#parts = []
    this.#size = 0
    return rest
  }

  get isTooLong(): boolean {
    return this.#size > LONGEST_LINE
  }

  #joined(last: Buffer): Buffer {
    if (this.#size === 0) return last
    const line = Buffer.concat([...this.#parts, last])
    this.#parts = []
    this.#size = 0
    return line
  }

  #keep(part: Buffer): void {
    this.#parts.push(part)
    this.#size += part.length
  }
}
