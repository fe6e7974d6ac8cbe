import type { KMSClient } from '@aws-sdk/client-kms'
import type { MasterKey } from './master-key.ts'
import { VaultError } from './vault-error.ts'

const TIMEOUT_MS = 10_000
const PREFIX = 'kms:'

export function isKmsId(id: string): boolean {
  return id.startsWith(PREFIX)
}

export function kmsKeyIdOf(id: string): string {
  return id.slice(PREFIX.length)
}

/**
 * A key that never leaves AWS KMS. The place goes along as encryption context, so KMS itself refuses a moved data key and
 * writes the place into CloudTrail. Credentials and region come from the SDK's default chain; an ARN names its own region.
 */
export function kmsMasterKey(keyId: string, endpoint: string | null): MasterKey {
  let opened: Promise<{ client: KMSClient; kms: typeof import('@aws-sdk/client-kms') }> | null = null
  const open = () => {
    opened ??= connect(keyId, endpoint)
    return opened
  }
  const context = (place: string) => ({ application: 'finops-for-ai', place })

  return {
    id: `${PREFIX}${keyId}`,
    newDataKey: (place) =>
      guard(async () => {
        const { client, kms } = await open()
        const answer = await client.send(
          new kms.GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context(place) }),
          { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
        )
        return { plain: bytesOf(answer.Plaintext), wrapped: bytesOf(answer.CiphertextBlob) }
      }),
    wrap: (dataKey, place) =>
      guard(async () => {
        const { client, kms } = await open()
        const answer = await client.send(
          new kms.EncryptCommand({ KeyId: keyId, Plaintext: dataKey, EncryptionContext: context(place) }),
          { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
        )
        return bytesOf(answer.CiphertextBlob)
      }),
    unwrap: (wrapped, place) =>
      guard(async () => {
        const { client, kms } = await open()
        const answer = await client.send(
          new kms.DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: context(place) }),
          { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
        )
        return bytesOf(answer.Plaintext)
      }),
  }
}

async function connect(keyId: string, endpoint: string | null) {
  const kms = await import('@aws-sdk/client-kms') // 120 ms that only its users pay
  const region = keyId.startsWith('arn:') ? keyId.split(':')[3] : undefined
  const client = new kms.KMSClient({ ...(endpoint ? { endpoint } : {}), ...(region ? { region } : {}), maxAttempts: 3 })
  return { client, kms }
}

async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    if (name === 'InvalidCiphertextException') {
      throw new VaultError('secret-damaged', 'AWS KMS refuses the data key: it was changed or moved', error)
    }
    throw new VaultError('kms-failed', `AWS KMS did not answer as needed (${name})`, error)
  }
}

function bytesOf(value: Uint8Array | undefined): Buffer {
  if (value === undefined) throw new Error('answer without key material')
  return Buffer.from(value)
}
