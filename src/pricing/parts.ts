export const UNIT_NAMES = [
  'million-tokens',
  'million-characters',
  'image',
  'minute',
  'session',
  'thousand-calls',
  'gib-day',
] as const

export type Unit = (typeof UNIT_NAMES)[number]

/** What people say a price is for, and how many of the counted pieces that is. */
export const UNITS: Readonly<Record<Unit, bigint>> = {
  'million-tokens': 1_000_000n,
  'million-characters': 1_000_000n,
  image: 1n,
  minute: 60n,
  session: 1n,
  'thousand-calls': 1_000n,
  /** A gibibyte for a day, counted in bytes × minutes. */
  'gib-day': 2n ** 30n * 1_440n,
}

const TOKEN_PARTS = [
  'input',
  'cached input',
  'cache write',
  'output',
  'audio input',
  'cached audio input',
  'audio output',
  'image input',
  'cached image input',
  'image output',
] as const

/** One thing that is counted and has a price. Images may be priced by size: `image 1024x1024`, or `image hd 1024x1024`. */
export const PARTS = [...TOKEN_PARTS, 'image', 'characters', 'duration', 'storage', 'session', 'tool call'] as const

export type TokenPart = (typeof TOKEN_PARTS)[number]
export type Part = (typeof PARTS)[number] | `image ${string}`

const OTHER_UNITS: Record<Exclude<(typeof PARTS)[number], TokenPart>, Unit> = {
  image: 'image',
  characters: 'million-characters',
  duration: 'minute',
  storage: 'gib-day',
  session: 'session',
  'tool call': 'thousand-calls',
}

export function isPart(text: string): text is Part {
  return PARTS.some((part) => part === text) || /^image (?:hd )?\d{2,5}x\d{2,5}$/.test(text)
}

export function unitOf(part: Part): Unit {
  if (isTokenPart(part)) return 'million-tokens'
  return isOther(part) ? OTHER_UNITS[part] : 'image'
}

function isTokenPart(part: string): part is TokenPart {
  return TOKEN_PARTS.some((one) => one === part)
}

function isOther(part: string): part is keyof typeof OTHER_UNITS {
  return Object.hasOwn(OTHER_UNITS, part)
}

/** A record of prices by part, as it stands in a file, as pairs. */
export function pricedParts(prices: Readonly<Partial<Record<string, string>>>): [Part, string][] {
  return Object.entries(prices).flatMap(([part, price]): [Part, string][] =>
    isPart(part) && price !== undefined ? [[part, price]] : [],
  )
}
