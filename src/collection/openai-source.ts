import { type OpenAiCosts, OpenAiError, type OpenAiUsage } from '../providers/openai/index.ts'
import { isKeysFault, keyProblemOf } from '../teams/index.ts'
import { type CostsSource, SourceFailure } from './collection.ts'
import type { UsageSource } from './polling/poll.ts'

/** OpenAI as a source of costs; its failures in the words that the connection is shown with. */
export function openAiSource(costs: OpenAiCosts, defaultBaseUrl: string): CostsSource {
  return {
    readCosts: ({ baseUrl, ...request }) =>
      inWords(() => costs.readCosts({ ...request, baseUrl: baseUrl ?? defaultBaseUrl })),
  }
}

/** OpenAI as a source of usage. */
export function openAiUsageSource(usage: OpenAiUsage, defaultBaseUrl: string): UsageSource {
  return {
    readUsage: ({ baseUrl, ...request }) =>
      inWords(() => usage.readUsage({ ...request, baseUrl: baseUrl ?? defaultBaseUrl })),
  }
}

async function inWords<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof OpenAiError) throw sourceFailure(error)
    throw error
  }
}

function sourceFailure(error: OpenAiError): SourceFailure {
  const { failure } = error
  const code = keyProblemOf(failure)
  const retryAfterSeconds = 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : null
  const blames = isKeysFault(code) ? 'key' : 'source'
  return new SourceFailure({ blames, code }, { retryAfterSeconds, cause: error })
}
