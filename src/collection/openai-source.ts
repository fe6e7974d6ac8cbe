import { type OpenAiCosts, OpenAiError } from '../providers/openai/index.ts'
import { isKeysFault, keyProblemOf } from '../teams/index.ts'
import { type CostsSource, SourceFailure } from './collection.ts'

/** OpenAI as a source of costs; its failures in the words that the connection is shown with. */
export function openAiSource(costs: OpenAiCosts, defaultBaseUrl: string): CostsSource {
  return {
    async readCosts({ baseUrl, ...request }) {
      try {
        return await costs.readCosts({ ...request, baseUrl: baseUrl ?? defaultBaseUrl })
      } catch (error) {
        if (error instanceof OpenAiError) throw sourceFailure(error)
        throw error
      }
    },
  }
}

function sourceFailure(error: OpenAiError): SourceFailure {
  const { failure } = error
  const code = keyProblemOf(failure)
  const retryAfterSeconds = 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : null
  const blames = isKeysFault(code) ? 'key' : 'source'
  return new SourceFailure({ blames, code }, { retryAfterSeconds, cause: error })
}
