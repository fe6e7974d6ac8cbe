import { finopsFetch } from './finops-fetch.ts'
import type { Fetch, FinopsOptions } from './options.ts'
import { safely, tell } from './problem.ts'

type OpenAILike = { fetch?: Fetch; withOptions?(options: { fetch: Fetch }): unknown }

/**
 * The same client, whose calls are recorded after the fact. Types, streams, `.withResponse()`, errors, retries and aborts
 * are those of the client itself: only its `fetch` is looked at.
 *
 *     const openai = withFinops(new OpenAI(), { task: '요약', user: 'u-42' })
 */
export function withFinops<Client extends object>(client: Client, options: FinopsOptions = {}): Client {
  return safely(() => wrap(client, options)) ?? client
}

function wrap<Client extends object>(client: Client, options: FinopsOptions): Client {
  const { fetch, withOptions } = client as OpenAILike
  if (typeof withOptions !== 'function') {
    tell('withFinops에는 openai 클라이언트(5 이상)를 넘겨야 합니다. 호출을 기록하지 않습니다.', options.onProblem)
    return client
  }
  return withOptions.call(client, { fetch: finopsFetch(options, fetch) }) as Client
}
