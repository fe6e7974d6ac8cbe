export { createLimits, type Limits, type LimitsDeps } from './create-limits.ts'
export { measureLimits } from './metrics.ts'
export { type OpenReservations, openReservations } from './store/reservations.ts'
export { type UncheckedProject, uncheckedProjects } from './store/unchecked.ts'
