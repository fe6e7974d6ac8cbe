import type { App } from '../platform/http/app.ts'
import type { People } from './people.ts'
import { meRoutes } from './routes/me.ts'
import { signInRoutes } from './routes/sign-in.ts'

export function peopleRoutes(app: App, people: People): void {
  signInRoutes(app, people)
  meRoutes(app, people)
}
