import type OpenAI from 'openai'
import { z } from 'zod'
import { readText } from './client.ts'
import type { OpenAiFailure } from './failure.ts'
import type { ExternalProject } from './projects.ts'

export type WriteAccess = 'yes' | 'no' | 'unknown'

const Row = z.object({ id: z.string(), model: z.string().nullish(), max_requests_per_1_minute: z.number() })
const Rows = z.object({ data: z.array(Row) })
const MAX_BYTES = 4 * 1024 * 1024
const TRIES = 3

/**
 * Whether the key may change limits. The API has no harmless question for it; the mildest is to write back one rate
 * limit's present value in a project that is not the default one. Never zero (a block would be confirmed), never twice.
 */
export async function probeWriteAccess(
  client: OpenAI,
  projects: readonly ExternalProject[],
  failureOf: (error: unknown) => OpenAiFailure,
): Promise<WriteAccess> {
  const project = projects.find(({ archived, name }) => !archived && name !== null && !/default/i.test(name))
  if (!project) return 'unknown'
  try {
    for (const row of await readUpdatableRows(client, project.id)) {
      const answer = await writeBack(client, project.id, row, failureOf)
      if (answer !== 'unknown') return answer
    }
  } catch {
    // The probe is a courtesy at registration; whatever fails in it must not fail the registration.
  }
  return 'unknown'
}

async function readUpdatableRows(client: OpenAI, projectId: string) {
  const response = await client.admin.organization.projects.rateLimits
    .listRateLimits(projectId, { limit: 100 })
    .asResponse()
  const { data } = Rows.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES })))
  return data.filter(isUpdatable).slice(0, TRIES)
}

/** Fine-tuned and shared rows refuse every change. */
function isUpdatable(row: z.infer<typeof Row>): boolean {
  return row.max_requests_per_1_minute > 0 && !/ft:|-shared$|\*/.test(`${row.id} ${row.model ?? ''}`)
}

async function writeBack(
  client: OpenAI,
  projectId: string,
  row: z.infer<typeof Row>,
  failureOf: (error: unknown) => OpenAiFailure,
): Promise<WriteAccess> {
  try {
    await client.admin.organization.projects.rateLimits.updateRateLimit(row.id, {
      project_id: projectId,
      max_requests_per_1_minute: row.max_requests_per_1_minute,
    })
    return 'yes'
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'missing-scope' && failure.scope.includes('write')) return 'no'
    if (failure.kind === 'refused') return 'unknown' // this row is not updatable; another may be
    throw error
  }
}
