export type Endpoint = {
  /** As the gateway calls it. */
  name: string
  form: 'tokens' | 'images' | 'speech' | 'transcription'
  /** The `id` of its answer is the id of the call; else `x-request-id` is. */
  namesCall: boolean
}

const of = (path: string, form: Endpoint['form'], namesCall: boolean): Endpoint => ({
  name: `POST ${path}`,
  form,
  namesCall,
})

const KNOWN: readonly Endpoint[] = [
  of('/chat/completions', 'tokens', true),
  of('/responses', 'tokens', true),
  of('/completions', 'tokens', true),
  of('/moderations', 'tokens', true),
  of('/embeddings', 'tokens', false),
  of('/images/generations', 'images', false),
  of('/images/edits', 'images', false),
  of('/images/variations', 'images', false),
  of('/audio/speech', 'speech', false),
  of('/audio/transcriptions', 'transcription', false),
  of('/audio/translations', 'transcription', false),
]

/** Null: it uses no model (files, batches), or nobody knows what it is. */
export function endpointOf(method: string, url: string): Endpoint | null {
  if (method.toUpperCase() !== 'POST') return null
  const path = url.split(/[?#]/)[0]?.replace(/\/+$/, '') ?? ''
  return KNOWN.find(({ name }) => path.endsWith(name.slice('POST '.length))) ?? null
}
