import type { UsageKind } from '../pricing/index.ts'

/** How the answer of an endpoint tells what was used. */
export type UsageForm = 'chat' | 'responses' | 'embeddings' | 'images' | 'speech' | 'transcription'

export type Endpoint = {
  /** `POST /chat/completions`; ids in it are written `{id}`. */
  name: string
  kind: UsageKind | null
  form: UsageForm | null
  /** The `id` of its answer is the id of this call, and not of something that other calls speak of as well. */
  namesCall: boolean
  /** Its streams tell usage when they are asked to. */
  takesUsageOption: boolean
}

const known = (name: string, kind: UsageKind | null, form: UsageForm | null, rest: Partial<Endpoint> = {}) =>
  [name, { name, kind, form, namesCall: false, takesUsageOption: false, ...rest }] as const

const KNOWN: ReadonlyMap<string, Endpoint> = new Map([
  known('POST /chat/completions', 'completions', 'chat', { namesCall: true, takesUsageOption: true }),
  known('POST /completions', 'completions', 'chat', { namesCall: true, takesUsageOption: true }),
  known('POST /responses', 'completions', 'responses', { namesCall: true }),
  known('POST /embeddings', 'embeddings', 'embeddings'),
  known('POST /moderations', 'moderations', 'embeddings', { namesCall: true }),
  known('POST /images/generations', 'images', 'images'),
  known('POST /images/edits', 'images', 'images'),
  known('POST /images/variations', 'images', 'images'),
  known('POST /audio/speech', 'audio_speeches', 'speech'),
  known('POST /audio/transcriptions', 'audio_transcriptions', 'transcription'),
  known('POST /audio/translations', 'audio_transcriptions', 'transcription'),
])

const LONGEST_NAME = 120
/** A segment with a digit or an underscore, or that is long, names one thing of many. */
const ID = /[\d_]|^.{25,}$/

/** `path` is below the base URL, without its query. */
export function endpointOf(method: string, path: string): Endpoint {
  return KNOWN.get(`${method} ${path}`) ?? unknownEndpoint(method, path)
}

function unknownEndpoint(method: string, path: string): Endpoint {
  const segments = path.split('/').map((segment, index) => (index > 1 && ID.test(segment) ? '{id}' : segment))
  const name = `${method} ${segments.join('/')}`.slice(0, LONGEST_NAME)
  return { name, kind: null, form: null, namesCall: false, takesUsageOption: false }
}
