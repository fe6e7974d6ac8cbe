import type { App } from '../platform/http/app.ts'
import type { People } from './people.ts'
import { directoryRoutes } from './routes/directory.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { meRoutes } from './routes/me.ts'
import { passwordResetRoutes } from './routes/password-reset.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { tokenRoutes } from './routes/tokens.ts'

export function peopleRoutes(app: App, people: People): void {
  signInRoutes(app, people)
  meRoutes(app, people)
  tokenRoutes(app, people)
  passwordResetRoutes(app, people)
  directoryRoutes(app, people)
  invitationRoutes(app, people)
}
