import type { App } from '../platform/http/app.ts'
import type { Teams } from './create-teams.ts'
import { adminKeyRoutes } from './routes/admin-keys.ts'
import { bindingRoutes } from './routes/bindings.ts'
import { memberRoutes } from './routes/members.ts'
import { projectKeyRoutes } from './routes/project-keys.ts'
import { projectRoutes } from './routes/projects.ts'
import { providerKeyRoutes } from './routes/provider-keys.ts'
import { teamRoutes } from './routes/teams.ts'

export function teamsRoutes(app: App, teams: Teams): void {
  teamRoutes(app, teams)
  memberRoutes(app, teams)
  adminKeyRoutes(app, teams)
  projectRoutes(app, teams)
  bindingRoutes(app, teams)
  projectKeyRoutes(app, teams)
  providerKeyRoutes(app, teams)
}
