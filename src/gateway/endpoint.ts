import type { ToolName } from '../calls/index.ts'
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
  /** Only tells again what another call has used; of an answer made in the background it is the first to tell. */
  isRepeated: boolean
  /** What it costs is told nowhere, though it does cost something. */
  tool: ToolName | null
  /** Its streams tell usage when they are asked to. */
  takesUsageOption: boolean
}

const plain = { namesCall: false, isRepeated: false, tool: null, takesUsageOption: false }
const known = (name: string, kind: UsageKind | null, form: UsageForm | null, rest: Partial<Endpoint> = {}) =>
  [name, { ...plain, name, kind, form, ...rest }] as const

const KNOWN: ReadonlyMap<string, Endpoint> = new Map([
  known('POST /chat/completions', 'completions', 'chat', { namesCall: true, takesUsageOption: true }),
  known('POST /completions', 'completions', 'chat', { namesCall: true, takesUsageOption: true }),
  known('POST /responses', 'completions', 'responses', { namesCall: true }),
  known('POST /responses/compact', 'completions', 'responses', { namesCall: true }),
  known('GET /responses/{id}', null, 'responses', { namesCall: true, isRepeated: true }),
  known('POST /embeddings', 'embeddings', 'embeddings'),
  known('POST /moderations', 'moderations', 'embeddings', { namesCall: true }),
  known('POST /images/generations', 'images', 'images'),
  known('POST /images/edits', 'images', 'images'),
  known('POST /images/variations', 'images', 'images'),
  known('POST /audio/speech', 'audio_speeches', 'speech'),
  known('POST /audio/transcriptions', 'audio_transcriptions', 'transcription'),
  known('POST /audio/translations', 'audio_transcriptions', 'transcription'),
  known('POST /videos', null, null, { tool: 'video_generation' }),
  known('POST /videos/{id}/remix', null, null, { tool: 'video_generation' }),
])

const LONGEST_NAME = 120
/** A segment with a digit or an underscore, or that is long, names one thing of many. */
const ID = /[\d_]|^.{25,}$/s

/** `path` is below the base URL, without its query. */
export function endpointOf(method: string, path: string): Endpoint {
  const known = KNOWN.get(`${method} ${path}`)
  if (known) return known
  const name = `${method} ${nameOf(path)}`
  return KNOWN.get(name) ?? { ...plain, name: name.slice(0, LONGEST_NAME), kind: null, form: null }
}

/** As the other side may read it: letters that were encoded without need, and a slash at the end, change nothing there. */
function nameOf(path: string): string {
  const segments = readable(path).replace(/\/+$/, '').split('/')
  return segments.map((segment, index) => (index > 1 && ID.test(segment) ? '{id}' : segment)).join('/')
}

function readable(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
