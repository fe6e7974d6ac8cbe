import type { Endpoint } from './endpoint.ts'
import { objectOf, textOf } from './usage.ts'
import type { Usage } from './wire.ts'

export type Asked = {
  model?: string | undefined
  size?: string | undefined
  /** What the request itself says will be used: the text that is to be spoken. */
  usage?: Usage | undefined
}

/** A body that is larger costs time to read; of it only the model is looked for. */
const LARGEST = 64 * 1024

export function readRequest(body: unknown, endpoint: Endpoint): Asked {
  if (typeof body === 'string') return body.length > LARGEST ? { model: modelIn(body) } : readJson(body, endpoint)
  if (typeof FormData === 'function' && body instanceof FormData) {
    return { model: textOf(body.get('model')), size: textOf(body.get('size')) }
  }
  return {}
}

function readJson(text: string, endpoint: Endpoint): Asked {
  const json = objectOf(parse(text))
  const spoken = endpoint.form === 'speech' ? textOf(json?.input) : undefined
  return {
    model: textOf(json?.model),
    size: textOf(json?.size),
    usage: spoken === undefined ? undefined : { characters: [...spoken].length },
  }
}

/** Inside of a text its quotes would be escaped. */
function modelIn(text: string): string | undefined {
  return /(?:^|[{,\s])"model"\s*:\s*"([^"\\]{1,256})"/.exec(text)?.[1]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
