import type OpenAI from 'openai'
import type { UsageKind } from '../../pricing/index.ts'

export type UsageQuery = {
  start_time: number
  end_time: number
  bucket_width: '1m' | '1h' | '1d'
  limit: number
  page?: string
}

type Usage = OpenAI['admin']['organization']['usage']
type Call = (usage: Usage, query: UsageQuery, options: { signal: AbortSignal }) => { asResponse(): Promise<Response> }

/** Every kind, split by the project and by all that decides a price or names a cause. */
export const USAGE_CALLS: Readonly<Record<UsageKind, Call>> = {
  completions: (usage, query, options) =>
    usage.completions(
      { ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id', 'batch', 'service_tier'] },
      options,
    ),
  embeddings: (usage, query, options) =>
    usage.embeddings({ ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id'] }, options),
  moderations: (usage, query, options) =>
    usage.moderations({ ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id'] }, options),
  images: (usage, query, options) =>
    usage.images({ ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id', 'size', 'source'] }, options),
  audio_speeches: (usage, query, options) =>
    usage.audioSpeeches({ ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id'] }, options),
  audio_transcriptions: (usage, query, options) =>
    usage.audioTranscriptions({ ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id'] }, options),
  vector_stores: (usage, query, options) => usage.vectorStores({ ...query, group_by: ['project_id'] }, options),
  code_interpreter_sessions: (usage, query, options) =>
    usage.codeInterpreterSessions({ ...query, group_by: ['project_id'] }, options),
  file_search_calls: (usage, query, options) =>
    usage.fileSearchCalls({ ...query, group_by: ['project_id', 'api_key_id', 'user_id', 'vector_store_id'] }, options),
  web_search_calls: (usage, query, options) =>
    usage.webSearchCalls(
      { ...query, group_by: ['project_id', 'model', 'api_key_id', 'user_id', 'context_level'] },
      options,
    ),
}
