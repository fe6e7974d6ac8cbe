export { createThresholds, type Thresholds } from './create-thresholds.ts'
export type { ThresholdsDeps } from './deps.ts'
export type { SpendChange } from './evaluate-spend.ts'
export { thresholdJobs } from './jobs.ts'
export { DEFAULT_LEVELS } from './levels.ts'
export { endOfPeriod, type Period, startOfPeriod } from './periods.ts'
export { type ThresholdRoutesDeps, thresholdRoutes } from './routes.ts'
export type {
  BreachOver,
  Crossing,
  Effect,
  Level,
  NoData,
  NoDataCause,
  OnNoData,
  ThresholdEvents,
  ThresholdState,
} from './threshold.ts'
export { noDataSentences, thresholdErrors } from './words.ko.ts'
