import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isProjectSecret } from '../teams/index.ts'
import type { Refusal } from './refusal.ts'
import type { GatewayKey, Snapshot } from './snapshot.ts'
import { refusals } from './words.ko.ts'

export type Caller = {
  key: GatewayKey
  authorization: string
  /** The key at OpenAI is the caller's own. */
  isOwnKey: boolean
  /** Null: the workspace's own. */
  baseUrl: string | null
}

const BEARER = /^Bearer +(\S+) *$/i

/**
 * Which project calls, and with which key at OpenAI: the caller's own beside `x-finops-key`, or else the stored one of
 * the project. A key of ours never goes to OpenAI.
 */
export function authenticate({ headers }: IncomingMessage, snapshot: Snapshot, now: number): Caller | Refusal {
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1] ?? null
  const named = headers['x-finops-key']
  const isOurs = bearer?.startsWith('fin_') ?? false
  const secret = typeof named === 'string' && named !== '' ? named : isOurs ? bearer : null
  if (secret === null) return refusals.keyMissing
  if (isOurs && bearer !== secret) return refusals.keysDiffer
  const key = isProjectSecret(secret)
    ? snapshot.keys.get(hash('sha256', secret, 'buffer').toString('latin1'))
    : undefined
  if (!key || key.expiresAt <= now) return refusals.keyUnknown
  if (bearer !== null && !isOurs) return { key, authorization: `Bearer ${bearer}`, isOwnKey: true, baseUrl: null }
  const stored = snapshot.providerKeys.get(key.projectId)
  if (!stored) return refusals.noProviderKey
  return { key, authorization: stored.authorization, isOwnKey: false, baseUrl: stored.baseUrl }
}

export function isRefusal(answer: object): answer is Refusal {
  return 'status' in answer
}
