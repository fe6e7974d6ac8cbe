import { alphanumeric, hexadecimal, mix } from './random.ts'

export type ApiKey = {
  readonly id: string
  readonly value: string
  readonly name: string
  readonly createdAt: number
  readonly owner: { readonly type: 'user' | 'service_account'; readonly id: string; readonly name: string }
  deletedAt: number | null
}

export function createApiKey(hash: number, createdAt: number, type: ApiKey['owner']['type']): ApiKey {
  return {
    id: `key_${alphanumeric(mix(hash, 1), 16)}`,
    value: `sk-proj-${alphanumeric(mix(hash, 2), 74)}T3BlbkFJ${alphanumeric(mix(hash, 3), 74)}`,
    name: type === 'service_account' ? 'production' : 'developer',
    createdAt,
    owner: {
      type,
      id: `user-${alphanumeric(mix(hash, 4), 24)}`,
      name: type === 'service_account' ? `svc-${hexadecimal(hash, 6)}` : `김하늘-${hexadecimal(hash, 3)}`,
    },
    deletedAt: null,
  }
}
