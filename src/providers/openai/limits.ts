import type OpenAI from 'openai'
import type { Clock } from '../../platform/clock.ts'
import { callOpenAi, createOpenAiClient, type RequestSignal } from './client.ts'
import { OpenAiError } from './failure.ts'
import { deleteApiKey, type ProjectApiKey, readApiKeys } from './project-keys.ts'
import { type ExternalProject, readProject } from './projects.ts'
import { type RateChanges, type RateLimitRow, readRateLimits, updateRateLimit } from './rate-limits.ts'
import { realSleep, type Sleep, withRetries } from './retry.ts'
import { readSpendLimit, removeSpendLimit, writeSpendLimit } from './spend-limit.ts'

/** Which project of which organization, and with what it is asked. */
export type LimitsAccess = { key: string; baseUrl: string; externalId: string; signal?: AbortSignal }

export type OpenAiLimits = ReturnType<typeof createOpenAiLimits>

/** A block is under way: two more attempts with short waits; what takes longer is tried again by the next round. */
const PATIENCE = { maxAttempts: 3, maxWaitSeconds: 4 }
const TIMEOUT_MS = 10_000

/**
 * What OpenAI offers to stop one project: its hard spend limit (whole US cents a month), its rate limits, its API keys.
 * Writes replace, so repeating one is harmless; only deleting a key cannot be undone. Throws {@link OpenAiError}.
 */
export function createOpenAiLimits(deps: { clock: Clock; sleep?: Sleep; fetch?: typeof fetch; timeoutMs?: number }) {
  const { clock, sleep = realSleep, timeoutMs = TIMEOUT_MS } = deps

  function ask<T>(access: LimitsAccess, call: (client: OpenAI, signal: RequestSignal) => Promise<T>): Promise<T> {
    const { key, baseUrl, signal } = access
    const client = createOpenAiClient({ key, baseUrl, timeoutMs, ...(deps.fetch ? { fetch: deps.fetch } : {}) })
    const options = signal ? { signal } : {}
    const attempt = () => callOpenAi(() => call(client, options), { clock, key, ...options })
    return withRetries(attempt, { clock, sleep, ...options, ...PATIENCE })
  }

  return {
    /** In cents; null: no limit is set. OpenAI answers 404 for that and for a project that is not there, told apart here. */
    async readSpendLimit(access: LimitsAccess): Promise<number | null> {
      try {
        return await ask(access, (client, options) => readSpendLimit(client, access.externalId, options))
      } catch (error) {
        if (!isNotFound(error)) throw error
        await ask(access, (client) => readProject(client, access.externalId))
        return null
      }
    },
    /** Creates or replaces it. At least 1 cent. */
    writeSpendLimit: (access: LimitsAccess, cents: number): Promise<number> =>
      ask(access, (client, options) => writeSpendLimit(client, access.externalId, cents, options)),
    /** Also where there is none any more. */
    async removeSpendLimit(access: LimitsAccess): Promise<void> {
      try {
        await ask(access, (client, options) => removeSpendLimit(client, access.externalId, options))
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    },
    /** All rows, all pages. */
    readRateLimits: (access: LimitsAccess): Promise<RateLimitRow[]> =>
      ask(access, (client, options) => readRateLimits(client, access.externalId, options)),
    /** Only the figures given are changed; answers with the row as OpenAI has it then. */
    updateRateLimit: (access: LimitsAccess, rowId: string, changes: RateChanges): Promise<RateLimitRow> =>
      ask(access, (client, options) => updateRateLimit(client, access.externalId, rowId, changes, options)),
    readApiKeys: (access: LimitsAccess): Promise<ProjectApiKey[]> =>
      ask(access, (client, options) => readApiKeys(client, access.externalId, options)),
    /** Cannot be undone: the secret is gone. True: it is deleted now; false: it was not there. */
    async deleteApiKey(access: LimitsAccess, keyId: string): Promise<boolean> {
      try {
        await ask(access, (client, options) => deleteApiKey(client, access.externalId, keyId, options))
        return true
      } catch (error) {
        if (isNotFound(error)) return false
        throw error
      }
    },
    readProject: (access: LimitsAccess): Promise<ExternalProject> =>
      ask(access, (client) => readProject(client, access.externalId)),
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof OpenAiError && error.failure.kind === 'not-found'
}
