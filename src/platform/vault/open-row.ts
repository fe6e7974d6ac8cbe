import { decrypt, placeOf } from './envelope.ts'
import type { Keyring } from './keyring.ts'
import type { SecretRow } from './store.ts'

export async function openRow(keyring: Keyring, row: SecretRow): Promise<string> {
  const place = placeOf(row.id, row.owner)
  const plain = await (await keyring.find(row.key_id)).unwrap(row.wrapped_key, place)
  try {
    return decrypt(plain, row.ciphertext, place).toString('utf8')
  } finally {
    plain.fill(0)
  }
}
