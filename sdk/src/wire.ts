/** As `POST /api/calls` and `POST /api/outcomes` take them. What is left out is unknown, which is not zero. */
export type Usage = {
  /** All input, cached and audio included. */
  inputTokens?: number | null | undefined
  cachedInputTokens?: number | null | undefined
  cacheWriteTokens?: number | null | undefined
  outputTokens?: number | null | undefined
  inputAudioTokens?: number | null | undefined
  cachedAudioTokens?: number | null | undefined
  outputAudioTokens?: number | null | undefined
  inputImageTokens?: number | null | undefined
  cachedImageTokens?: number | null | undefined
  outputImageTokens?: number | null | undefined
  images?: number | null | undefined
  characters?: number | null | undefined
  seconds?: number | null | undefined
  sessions?: number | null | undefined
  toolCalls?: number | null | undefined
}

export type UsageKind =
  | 'completions'
  | 'embeddings'
  | 'moderations'
  | 'images'
  | 'audio_speeches'
  | 'audio_transcriptions'
  | 'vector_stores'
  | 'code_interpreter_sessions'
  | 'file_search_calls'
  | 'web_search_calls'

export type Tool = 'code_interpreter' | 'file_search' | 'image_generation' | 'video_generation' | 'web_search'

type Text = string | null | undefined

export type Call = {
  /** Yours: the same id again is the same call. Made here if left out. */
  id?: string | undefined
  /** When the call began, RFC 3339; now, if left out. */
  at?: string | undefined
  /** e.g. `/v1/chat/completions` */
  endpoint?: Text
  kind?: UsageKind | undefined
  /** The model that answered. */
  model?: Text
  modelAsked?: Text
  /** The provider's id of the response: by it a call that the gateway has seen too is one call. */
  responseId?: Text
  task?: Text
  intent?: Text
  user?: Text
  trace?: Text
  meta?: Record<string, string | number | boolean> | undefined
  status?: number | undefined
  result?: 'ok' | 'error' | 'refused' | 'aborted' | undefined
  problemCode?: Text
  usage?: Usage | null | undefined
  /** How often hosted tools were used, which are paid beside tokens. */
  tools?: Partial<Record<Tool, number>> | null | undefined
  batch?: boolean | undefined
  serviceTier?: Text
  /** Of images, e.g. `1024x1024`. */
  size?: Text
  /** USD as the provider itself reports it, an exact decimal. It wins over the price table. */
  cost?: string | undefined
  durationMs?: number | undefined
  firstTokenMs?: number | undefined
  retries?: number | undefined
  streamed?: boolean | undefined
}

/** 0 to 5 stars: `{ score: 4, min: 0, max: 5 }`. */
export type Feedback = { score: number; min: number; max: number }

/** One try. */
export type Outcome = {
  /** Yours: the same id again replaces what was said. Made here if neither it nor `responseId` is given. */
  id?: string | undefined
  /** When it was known, RFC 3339; now, if left out. */
  at?: string | undefined
  /** If left out, that of the surrounding `task()`, else that of the call with the `responseId`. */
  task?: Text
  success: boolean
  feedback?: Feedback | null | undefined
  counters?: Record<string, number> | null | undefined
  /** The response that was judged. */
  responseId?: Text
}

/** A whole day of one task, instead of single tries. */
export type OutcomeTotal = {
  /** A cost day (UTC), `YYYY-MM-DD`. */
  day: string
  task?: Text
  attempts: number
  successes: number
  /** The mean score of `count` answers. */
  feedback?: (Feedback & { count: number }) | null | undefined
  counters?: Record<string, number> | null | undefined
}

export type SentCall = Call & { id: string; at: string; source: 'sdk' }
export type SentOutcome = (Outcome | OutcomeTotal) & { source: 'sdk' }
