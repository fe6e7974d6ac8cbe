export { createThresholds, type Thresholds, type ThresholdsDeps } from './create-thresholds.ts'
export type { SpendChange } from './evaluate-spend.ts'
export type { Period } from './periods.ts'
export type {
  BreachOver,
  Crossing,
  Effect,
  Level,
  NoData,
  NoDataCause,
  ThresholdEvents,
  ThresholdState,
} from './threshold.ts'
