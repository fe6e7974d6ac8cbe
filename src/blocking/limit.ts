/** A limit at the provider: whole cents, requests, tokens. Null: there is none, which lets everything through. */
export type Limit = number | null

export type Hold = {
  id: number
  item: string
  field: string
  model: string | null
  /** What it was before we first changed it. */
  original: Limit
  /** Every value of ours, noted before it was sent: what stands there is ours if it is among them. */
  written: readonly number[]
  /** First day of the month that the last value of a spend limit was chosen for. */
  month: string | null
  rewrites: number
  refusal: string | null
  /** Seen in force at least once. */
  isConfirmed: boolean
}

export type Decision =
  /** In force, or tight enough without us. */
  | { kind: 'in-force' }
  | { kind: 'write'; value: Limit; undone: boolean }
  /** Undone again and again: a person has to talk to whoever does it. */
  | { kind: 'contested' }
  | { kind: 'refused' }
  | { kind: 'free' }
  | { kind: 'close'; outcome: Outcome }

/** left: somebody changed it meanwhile, so it stays as it is. untouched: we never could change it. */
export type Outcome = 'restored' | 'clamped' | 'left' | 'gone' | 'untouched'

export const MOST_REWRITES = 5

/** What to do about one limit that is `present`, while it should be `wanted` (undefined: let go) and `hold` says what it was. */
export function decide(present: Limit, hold: Hold | null, wanted: number | undefined): Decision {
  if (wanted === undefined) return letGo(present, hold)
  if (hold?.refusal) return { kind: 'refused' }
  if (present === wanted) return { kind: 'in-force' }
  if (hold === null) {
    return isTighter(present, wanted) ? { kind: 'in-force' } : { kind: 'write', value: wanted, undone: false }
  }
  const stood = hold.isConfirmed && hold.written.at(-1) === wanted
  if (isOurs(present, hold) || present === hold.original) return write(hold, wanted, stood)
  return isTighter(present, wanted) ? { kind: 'in-force' } : write(hold, wanted, true)
}

function write(hold: Hold, wanted: number, undone: boolean): Decision {
  if (undone && hold.rewrites >= MOST_REWRITES) return { kind: 'contested' }
  return { kind: 'write', value: wanted, undone }
}

function letGo(present: Limit, hold: Hold | null): Decision {
  if (hold === null) return { kind: 'free' }
  if (hold.refusal) return { kind: 'close', outcome: 'untouched' }
  if (present === hold.original) return { kind: 'close', outcome: 'restored' }
  if (isOurs(present, hold)) return { kind: 'write', value: hold.original, undone: false }
  return { kind: 'close', outcome: 'left' }
}

function isOurs(present: Limit, hold: Hold): boolean {
  return present !== null && hold.written.includes(present)
}

function isTighter(present: Limit, wanted: number): boolean {
  return present !== null && present <= wanted
}
