const QUOTE = 0x22
const BACKSLASH = 0x5c
const LONGEST_VALUE = 1024 * 1024
/** Strings shorter than this are walked through; a call into the runtime would cost more. */
const SHORT = 24

export type Member = { text: string; from: number; to: number }

/**
 * Finds a few members of a JSON object without reading the rest: `model`, or one level deeper `response.usage`. Fed in
 * pieces; holds nothing but what was asked for. What it is not asked for may be megabytes, or may not be JSON at all.
 */
export class JsonMembers {
  readonly found = new Map<string, Member>()
  /** Where the object ends: the position of its closing brace, once it was seen. */
  end: number | null = null
  /** Position of the first byte after the opening brace; whether the object has any member. */
  start: number | null = null
  isEmpty = true

  readonly #wanted: ReadonlySet<string>
  readonly #parents: ReadonlySet<string>
  #position = 0
  #depth = 0
  #inString = false
  #backslashes = 0
  #isObject = [false, false, false]
  #awaitsKey = false
  #key: Uint8Array[] | null = null
  #name = ''
  #parent = ''
  #afterKey = false
  #capture: { name: string; depth: number; from: number; parts: Uint8Array[]; size: number } | null = null

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted
    this.#parents = new Set([...wanted].flatMap((path) => (path.includes('.') ? [path.split('.')[0] ?? ''] : [])))
  }

  /** The value of a member as JSON says it; undefined when it was not there, or is no JSON. */
  value(name: string): unknown {
    const member = this.found.get(name)
    if (!member) return undefined
    try {
      return JSON.parse(member.text)
    } catch {
      return undefined
    }
  }

  push(bytes: Uint8Array): void {
    let at = 0
    let captureFrom = this.#capture ? 0 : -1
    let keyFrom = this.#key ? 0 : -1
    while (at < bytes.length) {
      if (this.#inString) {
        const quote = this.#closingQuote(bytes, at)
        if (quote === -1) break
        at = quote + 1
        this.#inString = false
        if (this.#key) {
          this.#key.push(bytes.subarray(keyFrom, quote))
          this.#name = nameOf(this.#key)
          this.#key = null
          this.#afterKey = true
          keyFrom = -1
        }
        continue
      }
      const byte = bytes[at] ?? 0
      // Comparing before anything else: most bytes outside of strings are digits, of embeddings above all.
      if (byte !== QUOTE && byte !== 0x2c && byte !== 0x3a && byte < 0x5b) {
        if (this.#afterColon && byte > 0x20) captureFrom = this.#begin(at)
        at += 1
        continue
      }
      if (this.#afterColon && byte !== 0x2c && byte !== 0x7d) captureFrom = this.#begin(at)
      switch (byte) {
        case QUOTE:
          this.#inString = true
          this.#backslashes = 0
          if (this.#awaitsKey && this.#depth <= 2 && this.#isObject[this.#depth]) {
            this.#key = []
            keyFrom = at + 1
            this.#awaitsKey = false
            if (this.#depth === 1) this.isEmpty = false
          }
          break
        case 0x3a: // colon
          if (this.#afterKey) {
            this.#afterKey = false
            if (this.#depth === 1) this.#parent = this.#name
            this.#afterColon = this.#isWanted()
          }
          break
        case 0x2c: // comma
          if (this.#capture?.depth === this.#depth) captureFrom = this.#finish(bytes, captureFrom, at)
          this.#awaitsKey = true
          break
        case 0x7b: // {
        case 0x5b: // [
          this.#depth += 1
          if (this.#depth === 1 && byte === 0x7b) this.start = this.#position + at + 1
          if (this.#depth <= 2) {
            this.#isObject[this.#depth] = byte === 0x7b && (this.#depth === 1 || this.#parents.has(this.#parent))
            this.#awaitsKey = true
          }
          break
        case 0x7d: // }
        case 0x5d: // ]
          if (this.#capture?.depth === this.#depth) captureFrom = this.#finish(bytes, captureFrom, at)
          this.#depth -= 1
          if (this.#depth === 0 && this.end === null) this.end = this.#position + at
          break
      }
      at += 1
    }
    if (this.#key && keyFrom !== -1) this.#key.push(bytes.subarray(keyFrom))
    if (this.#capture && captureFrom !== -1) this.#keep(bytes.subarray(captureFrom))
    this.#position += bytes.length
  }

  #afterColon = false

  #isWanted(): boolean {
    const path = this.#depth === 1 ? this.#name : `${this.#parent}.${this.#name}`
    return this.#wanted.has(path) && this.end === null
  }

  #begin(at: number): number {
    this.#afterColon = false
    const name = this.#depth === 1 ? this.#name : `${this.#parent}.${this.#name}`
    this.#capture = { name, depth: this.#depth, from: this.#position + at, parts: [], size: 0 }
    return at
  }

  #keep(part: Uint8Array): void {
    const capture = this.#capture
    if (!capture) return
    capture.size += part.length
    if (capture.size > LONGEST_VALUE) this.#capture = null
    else capture.parts.push(part)
  }

  #finish(bytes: Uint8Array, from: number, to: number): number {
    this.#keep(bytes.subarray(from, to))
    const capture = this.#capture
    this.#capture = null
    if (!capture) return -1
    const text = Buffer.concat(capture.parts).toString()
    const trimmed = text.trimEnd()
    const end = this.#position + to - (text.length - trimmed.length)
    this.found.set(capture.name, { text: trimmed, from: capture.from, to: end })
    return -1
  }

  #closingQuote(bytes: Uint8Array, from: number): number {
    let at = from
    const near = Math.min(bytes.length, from + SHORT)
    for (; at < near; at += 1) {
      const byte = bytes[at]
      if (byte === BACKSLASH) this.#backslashes += 1
      else if (byte === QUOTE && this.#backslashes % 2 === 0) return at
      else this.#backslashes = 0
    }
    while (at < bytes.length) {
      const quote = bytes.indexOf(QUOTE, at)
      const end = quote === -1 ? bytes.length : quote
      let before = end
      while (before > at && bytes[before - 1] === BACKSLASH) before -= 1
      const run = end - before + (before === at ? this.#backslashes : 0)
      if (quote === -1) {
        this.#backslashes = run
        return -1
      }
      if (run % 2 === 0) return quote
      this.#backslashes = 0
      at = quote + 1
    }
    return -1
  }
}

function nameOf(parts: readonly Uint8Array[]): string {
  const [only] = parts
  const text =
    parts.length === 1 && only
      ? Buffer.from(only.buffer, only.byteOffset, only.length).toString()
      : Buffer.concat(parts).toString()
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}
