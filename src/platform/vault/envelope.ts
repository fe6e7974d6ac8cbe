import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { VaultError } from './vault-error.ts'

export const KEY_BYTES = 32
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** AES-256-GCM as one byte string: version, nonce, tag, ciphertext. `place` says where it may be opened again. */
export function encrypt(key: Buffer, plaintext: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(authenticated(place))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext])
}

export function decrypt(key: Buffer, bytes: Buffer, place: string): Buffer {
  if (bytes[0] !== VERSION || bytes.length < HEADER_BYTES) throw damaged()
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(authenticated(place))
  decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()])
  } catch {
    throw damaged()
  }
}

/** Where a secret lives: nothing opens at another row or under another owner. */
export function placeOf(id: string, owner: string): string {
  return `secrets:${id}:${owner}`
}

function authenticated(place: string): Buffer {
  return Buffer.from(`finops-for-ai:${VERSION}:${place}`)
}

function damaged(): VaultError {
  return new VaultError('secret-damaged', 'a stored secret was changed or moved: it does not open at its place')
}
