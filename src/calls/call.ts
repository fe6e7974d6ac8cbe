import type { Quantities, UsageKind } from '../pricing/index.ts'

export const CALL_SOURCES = ['gateway', 'sdk', 'api', 'otlp'] as const
export type CallSource = (typeof CALL_SOURCES)[number]

export const CALL_RESULTS = ['ok', 'error', 'refused', 'aborted'] as const
export type CallResult = (typeof CALL_RESULTS)[number]

/** What is paid beside tokens, by the name of the tool that an answer gives; null: no price list knows it. */
export const TOOL_KINDS: Readonly<Record<ToolName, UsageKind | null>> = {
  web_search: 'web_search_calls',
  file_search: 'file_search_calls',
  code_interpreter: 'code_interpreter_sessions',
  image_generation: null,
  video_generation: null,
}
export const TOOL_NAMES = [
  'code_interpreter',
  'file_search',
  'image_generation',
  'video_generation',
  'web_search',
] as const
export type ToolName = (typeof TOOL_NAMES)[number]
/** How often each was used: calls, of the code interpreter sessions. */
export type ToolUse = Readonly<Partial<Record<ToolName, number>>>

/** One call as one of our parts has seen it. Text is cut and cleaned when it is recorded, never refused. */
export type CallRecord = {
  /** A UUID, chosen by whoever records: the same record handed in again is the same call. */
  id: string
  projectId: string
  keyId: string | null
  source: CallSource
  /** When the call began. */
  at: Date
  endpoint: string | null
  /** Null: not a call that uses a model (files, models, batches). */
  kind: UsageKind | null
  modelAsked: string | null
  modelServed: string | null
  /**
   * The provider's id of the response, else its `x-request-id`: by it a call that was seen twice is one call, so
   * everybody who records has to name the same.
   */
  responseId: string | null
  task: string | null
  intent: string | null
  user: string | null
  trace: string | null
  meta: Readonly<Record<string, string>>
  status: number | null
  result: CallResult
  problemCode: string | null
  /** Null: it is not known what was used, which is not zero. */
  quantities: Partial<Quantities> | null
  /** What was used was not told: it is what was seen to pass before the call broke off. */
  estimated?: boolean
  tools?: ToolUse | null
  batch: boolean | null
  serviceTier: string | null
  size: string | null
  /** Exact USD as the provider itself reports it. */
  providerCost: string | null
  durationMs: number | null
  firstTokenMs: number | null
  retries: number | null
  streamed: boolean
}

export type RefusalReason =
  | 'id-invalid'
  | 'unknown-project'
  | 'time-invalid'
  | 'too-old'
  | 'in-the-future'
  | 'cost-invalid'

/** `merged`: known already, and this record has added something. `duplicate`: it has not. */
export type RecordAnswer =
  | { id: string; result: 'stored' | 'duplicate' | 'merged' }
  | { id: string; result: 'refused'; reason: RefusalReason }

export type CostFrom = 'provider' | 'table' | 'override' | 'none'

/** What a call costs, in USD. Null: unknown. */
export type CallCost = { cost: string | null; costFrom: CostFrom; unpriced: boolean }
