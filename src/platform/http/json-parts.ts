const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Whether JSON is made of more than `most` values: what takes memory once it is parsed is not its length but their number.
 * Counts commas and opening brackets outside of strings, so it never counts fewer than there are, and parses nothing.
 */
export function hasMoreParts(json: Uint8Array, most: number): boolean {
  if (json.length <= most) return false
  let parts = 0
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]
    if (byte === QUOTE) {
      at = closingQuote(json, at + 1)
    } else if (byte === 0x2c || byte === 0x5b || byte === 0x7b) {
      parts += 1
      if (parts > most) return true
    }
  }
  return false
}

/** Where the string ends that begins at `from`; the end of all where it does not. */
function closingQuote(json: Uint8Array, from: number): number {
  let at = from
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1
  return at
}
