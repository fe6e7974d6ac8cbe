import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Without 0, 1, I, L, O and U: read from a log and typed by hand. */
const TYPED = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

const pick = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** What is stored of a secret. The secrets are random and long, so a fast hash is enough. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function sameFingerprint(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export function newPersonalToken(): string {
  return `fin_${pick(BASE62, 40)}`
}

/** 32 random bytes. The prefix makes the log cut it wherever a link is logged, such as in a requested URL. */
export function newLinkToken(): string {
  return `fin_${randomBytes(32).toString('base64url')}`
}

export function newSetupCode(): string {
  return `${pick(TYPED, 4)}-${pick(TYPED, 4)}`
}

export function normalizeSetupCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
