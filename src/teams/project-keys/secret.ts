import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes: what is stored of them is a fast hash, and nobody finds the text from it. */
export function newProjectSecret(): string {
  return `fin_${randomBytes(32).toString('base64url')}`
}

export function isProjectSecret(text: string): boolean {
  return /^fin_[\w-]{43}$/.test(text)
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
