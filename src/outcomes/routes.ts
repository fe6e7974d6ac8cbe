import type { FastifyRequest } from 'fastify'
import type { App } from '../platform/http/app.ts'
import { Problem } from '../platform/http/schemas.ts'
import { type OutcomeAnswer, OutcomesInput, RecordedOutcomes } from './api.ts'
import type { Outcomes } from './create-outcomes.ts'

export type OutcomeRoutesDeps = {
  outcomes: Outcomes
  sentence(code: string): string
  /** The project key that the request was let in by. */
  callerOf(request: FastifyRequest): { id: string; projectId: string }
}

/** 1,000 outcomes with long texts. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024
const tags = ['outcomes']

export function outcomeRoutes(app: App, { outcomes, sentence, callerOf }: OutcomeRoutesDeps): void {
  app.route({
    method: 'POST',
    url: '/api/outcomes',
    config: { access: 'project-key' },
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      summary: 'Records up to 1,000 outcomes of the project that the key belongs to; each is answered by itself',
      tags,
      body: OutcomesInput,
      response: { 200: RecordedOutcomes, default: Problem },
    },
    handler: async (request) => answered(await outcomes.record(callerOf(request), request.body.outcomes, sentence)),
  })
}

function answered(items: OutcomeAnswer[]): RecordedOutcomes {
  const count = (wanted: OutcomeAnswer['result']) => items.filter(({ result }) => result === wanted).length
  return {
    stored: count('stored'),
    replaced: count('replaced'),
    duplicates: count('duplicate'),
    refused: count('refused'),
    items,
  }
}
