export type { Cause } from './cause.ts'
export { causeLine } from './cause-line.ko.ts'
export { explain } from './explain.ts'
