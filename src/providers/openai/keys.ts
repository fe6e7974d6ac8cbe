import type OpenAI from 'openai'
import { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import { failureOf } from './classify.ts'
import { callOpenAi, createOpenAiClient } from './client.ts'
import { OpenAiError, type OpenAiFailure } from './failure.ts'
import { formatFailure } from './key-format.ts'
import { type ExternalProject, readProject, readProjects } from './projects.ts'
import { realSleep, type Sleep, withRetries } from './retry.ts'
import { readSeenProjects } from './seen-projects.ts'
import { probeWriteAccess, type WriteAccess } from './write-access.ts'

export type KeyCheck =
  | {
      ok: true
      /** What OpenAI calls the organization, where the answer tells. */
      organizationHint: string | null
      /** Null when the key may not list projects. */
      projects: ExternalProject[] | null
      /** Project ids seen in costs: tells the organization of a key that may not list projects. */
      seenProjectIds: string[]
      writeAccess: WriteAccess
    }
  | { ok: false; failure: OpenAiFailure }

export type ProjectKeyCheck = { ok: true; models: number | null } | { ok: false; failure: OpenAiFailure }

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: OpenAiFailure }

export type OpenAiKeys = {
  /** Format, then the right to read costs, then projects and the right to write. Stores nothing. */
  checkAdminKey(key: string, baseUrl: string): Promise<KeyCheck>
  /** Whether a key that makes calls is taken, by listing models; null: a restricted one that may not. */
  checkProjectKey(key: string, baseUrl: string): Promise<ProjectKeyCheck>
  listProjects(key: string, baseUrl: string): Promise<Answer<ExternalProject[]>>
  findProject(key: string, baseUrl: string, externalId: string): Promise<Answer<ExternalProject>>
}

const RECENT_DAYS = 30

/** Somebody waits in front of the screen: two attempts and short waits only. */
const PATIENCE = { maxAttempts: 2, maxWaitSeconds: 5 }
const TIMEOUT_MS = 10_000

export type OpenAiKeysDeps = { clock: Clock; sleep?: Sleep; fetch?: typeof fetch; timeoutMs?: number }

export function createOpenAiKeys(deps: OpenAiKeysDeps): OpenAiKeys {
  const { clock, sleep = realSleep, timeoutMs = TIMEOUT_MS } = deps

  function open(key: string, baseUrl: string, isProjectKey = false) {
    const through = deps.fetch ? { fetch: deps.fetch } : {}
    const client = createOpenAiClient({ key, baseUrl, timeoutMs, isProjectKey, ...through })
    const ask = <T>(call: (client: OpenAI) => Promise<T>): Promise<T> =>
      withRetries(() => callOpenAi(() => call(client), { clock, key }), { clock, sleep, ...PATIENCE })
    return { client, ask }
  }

  async function answer<T>(key: string, call: () => Promise<T>): Promise<Answer<T>> {
    const failure = formatFailure(key)
    if (failure) return { ok: false, failure }
    try {
      return { ok: true, value: await call() }
    } catch (error) {
      if (error instanceof OpenAiError) return { ok: false, failure: error.failure }
      throw error
    }
  }

  async function check(key: string, baseUrl: string): Promise<KeyCheck> {
    const { client, ask } = open(key, baseUrl)
    const costs = await ask((on) => readSeenProjects(on, clock.now(), 1))
    const listed = await unlessForbidden(ask(readProjects))
    if (listed === null) {
      const { projectIds, organizationHint } = await ask((on) => readSeenProjects(on, clock.now(), RECENT_DAYS))
      return { ok: true, organizationHint, projects: null, seenProjectIds: projectIds, writeAccess: 'unknown' }
    }
    const interpret = (error: unknown) => failureOf(error, { now: clock.now(), key })
    return {
      ok: true,
      organizationHint: costs.organizationHint ?? listed.organizationHint,
      projects: listed.projects,
      seenProjectIds: costs.projectIds,
      writeAccess: await probeWriteAccess(client, listed.projects, interpret),
    }
  }

  return {
    checkAdminKey: async (key, baseUrl) => {
      const result = await answer(key, () => check(key, baseUrl))
      return result.ok ? result.value : result
    },
    checkProjectKey: async (key, baseUrl) => {
      const { ask } = open(key, baseUrl, true)
      try {
        return { ok: true, models: (await ask(readModelIds)).length }
      } catch (error) {
        if (!(error instanceof OpenAiError)) throw error
        const { failure } = error
        return failure.kind === 'missing-scope' ? { ok: true, models: null } : { ok: false, failure }
      }
    },
    listProjects: (key, baseUrl) => answer(key, async () => (await open(key, baseUrl).ask(readProjects)).projects),
    findProject: (key, baseUrl, externalId) =>
      answer(key, () => open(key, baseUrl).ask((client) => readProject(client, externalId))),
  }
}

const Models = z.object({ object: z.literal('list'), data: z.array(z.object({ id: z.string() })) })

async function readModelIds(client: OpenAI): Promise<string[]> {
  // Not `models.list()`: its page makes an empty list of an answer that is none.
  return Models.parse(await client.get('/models')).data.map(({ id }) => id)
}

/** A key that may read costs but not projects is fine: it collects. */
async function unlessForbidden<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof OpenAiError && ['missing-scope', 'forbidden'].includes(error.failure.kind)) return null
    throw error
  }
}
