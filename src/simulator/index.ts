export type { AmountStyle } from './amount.ts'
export type { Scenario } from './billing.ts'
export type { SimulatorKeys } from './keys.ts'
export {
  createSimulator,
  type SimulatedProject,
  type Simulator,
  type SimulatorOptions,
} from './simulator.ts'
export type { TruthRow } from './truth.ts'
