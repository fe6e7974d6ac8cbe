export {
  CALL_RESULTS,
  CALL_SOURCES,
  type CallRecord,
  type CallResult,
  type CallSource,
  type CostFrom,
  type RecordAnswer,
  type RefusalReason,
  TOOL_NAMES,
  type ToolName,
  type ToolUse,
} from './call.ts'
export { cleanText } from './clean-call.ts'
export { type Calls, createCalls } from './create-calls.ts'
export type { Alongside, CallsDeps } from './deps.ts'
export { kindOfEndpoint } from './endpoint-kind.ts'
export { callJobs } from './jobs.ts'
export { otlpRoutes } from './otlp/routes.ts'
export { priceRecord } from './price-record.ts'
export { createReportVersion } from './report-version.ts'
export { type CallRoutesDeps, callRoutes } from './routes.ts'
export {
  type CallFigures,
  type CallsSeen,
  callDays,
  callHours,
  callsBy,
  callsOfProjectsBy,
  callsSeen,
  type Span,
} from './store/read-sums.ts'
export { raiseReportVersion } from './store/report-version.ts'
export { tasksOfResponses } from './store/tasks.ts'
export { DIMENSIONS, type Dimension } from './sum-calls.ts'
export { callErrors } from './words.ko.ts'
