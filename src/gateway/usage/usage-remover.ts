import { JsonMembers } from '../json-members.ts'
import { StreamLines } from './stream-lines.ts'
import { tellsNull } from './stream-reader.ts'

const USAGE = Buffer.from('"usage"')
const WANTED: ReadonlySet<string> = new Set(['choices', 'usage'])
const COMMA = 0x2c
const BRACE = 0x7b
const LINE_ENDS = new Set([0x0a, 0x0d])

/**
 * Takes out of a stream of chat chunks what is only in it because we asked for usage: the member `usage: null` of each
 * chunk, and the chunk that has usage and no choices. Every other byte passes as it came.
 */
export class UsageRemover {
  readonly #lines = new StreamLines()
  /** The blank line that ends the event just taken out. */
  #dropsBlank = false

  /** What of it is left; empty while a line is not complete. */
  push(bytes: Buffer): Buffer {
    const kept: Buffer[] = []
    for (const line of this.#lines.push(bytes)) this.#pass(line, kept)
    if (this.#lines.isTooLong) keep(this.#lines.rest(), kept)
    return joined(kept)
  }

  end(): Buffer {
    const kept: Buffer[] = []
    const rest = this.#lines.rest()
    if (rest) this.#pass(rest, kept)
    return joined(kept)
  }

  #pass(line: Buffer, kept: Buffer[]): void {
    const isBlank = line.length <= 2 && LINE_ENDS.has(line[0] ?? 0)
    if (isBlank && this.#dropsBlank) {
      this.#dropsBlank = false
      return
    }
    const at = line[0] === 0x64 ? line.indexOf(USAGE) : -1
    if (at === -1) {
      kept.push(line)
    } else if (tellsNull(line, at)) {
      withoutNull(line, kept)
    } else if (isUsageOnly(line)) {
      this.#dropsBlank = true
    } else {
      kept.push(line)
    }
  }
}

/** A quote inside a string is escaped, so these bytes are a member; of several it is the one of the chunk itself. */
function withoutNull(line: Buffer, kept: Buffer[]): void {
  const members = new JsonMembers(WANTED)
  members.push(line.subarray(5))
  const value = members.found.get('usage')
  if (value?.text !== 'null') {
    kept.push(line)
    return
  }
  const to = value.to + 5
  const name = line.lastIndexOf(USAGE, value.from + 5)
  let from = name
  while (line[from - 1] === 0x20) from -= 1
  if (line[from - 1] === COMMA) {
    keep(line.subarray(0, from - 1), kept)
    keep(line.subarray(to), kept)
    return
  }
  // The first member: what separates it from the second goes with it.
  let next = to
  while (line[next] === 0x20 || line[next] === COMMA) next += 1
  keep(line.subarray(0, line[from - 1] === BRACE ? from : name), kept)
  keep(line.subarray(next), kept)
}

function isUsageOnly(line: Buffer): boolean {
  const members = new JsonMembers(WANTED)
  members.push(line.subarray(5))
  const choices = members.value('choices')
  const usage = members.value('usage')
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null
}

function joined(kept: readonly Buffer[]): Buffer {
  const [only] = kept
  return kept.length === 1 && only ? only : Buffer.concat(kept)
}

function keep(bytes: Buffer | null, kept: Buffer[]): void {
  if (bytes && bytes.length > 0) kept.push(bytes)
}
