export { exportCosts } from './export-costs.ts'
export { homeOf, type ReportsDeps } from './reports.ts'
export { reportRoutes } from './routes.ts'
export { reportErrors } from './words.ko.ts'
