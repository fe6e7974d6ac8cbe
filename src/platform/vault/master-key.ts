import { createHmac, randomBytes } from 'node:crypto'
import { decrypt, encrypt, KEY_BYTES } from './envelope.ts'
import { VaultError } from './vault-error.ts'

export type DataKey = { plain: Buffer; wrapped: Buffer }

/** What wraps data keys. `id` names it in every row, so that a wrong key is recognised instead of giving garbage. */
export type MasterKey = {
  readonly id: string
  newDataKey(place: string): Promise<DataKey>
  wrap(dataKey: Buffer, place: string): Promise<Buffer>
  unwrap(wrapped: Buffer, place: string): Promise<Buffer>
}

export type MasterKeySource =
  | { from: 'variable'; value: string }
  | { from: 'file'; path: string }
  | { from: 'generated'; path: string }
  | { from: 'kms'; keyId: string }

export function localMasterKey(bytes: Buffer): MasterKey {
  const id = `local:${createHmac('sha256', bytes).update('finops-for-ai key id').digest('hex').slice(0, 16)}`
  const inside = (place: string) => `${id}:${place}`
  const wrap = async (dataKey: Buffer, place: string) => encrypt(bytes, dataKey, inside(place))
  return {
    id,
    wrap,
    newDataKey: async (place) => {
      const plain = randomBytes(KEY_BYTES)
      return { plain, wrapped: await wrap(plain, place) }
    },
    unwrap: async (wrapped, place) => decrypt(bytes, wrapped, inside(place)),
  }
}

/** 32 bytes as 64 hex digits or base64 (also URL-safe). */
export function parseMasterKey(text: string, whence: string): Buffer {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64')
  if (bytes.length !== KEY_BYTES || !/^[A-Za-z0-9+/_-]{43,64}=?$/.test(trimmed)) {
    throw new VaultError('key-file-invalid', `${whence}: expects 32 bytes as 64 hex digits or base64`)
  }
  return bytes
}

export function formatMasterKey(bytes: Buffer): string {
  return `${bytes.toString('base64')}\n`
}
