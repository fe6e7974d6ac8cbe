export { type Blocking, createBlocking } from './create-blocking.ts'
export type { BlockingDeps } from './deps.ts'
export { blockingJobs } from './jobs.ts'
export { blockingRoutes } from './routes.ts'
