export {
  CALL_RESULTS,
  CALL_SOURCES,
  type CallRecord,
  type CallResult,
  type CallSource,
  type CostFrom,
  type RecordAnswer,
  type RefusalReason,
} from './call.ts'
export { type Calls, createCalls } from './create-calls.ts'
export type { Alongside, CallsDeps } from './deps.ts'
