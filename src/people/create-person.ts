import { recordAction } from '../actions/record.ts'
import { conflict, invalid } from '../platform/errors.ts'
import { Name } from '../platform/http/schemas.ts'
import { commandActor } from './actor.ts'
import { Email, NewPassword, type WorkspaceRole } from './api.ts'
import type { Inner } from './deps.ts'
import { hashPassword } from './password.ts'
import { createWorkspace } from './setup.ts'
import { insertPerson } from './store/people.ts'
import { findWorkspace } from './store/workspace.ts'

export type CommandPerson = { email: string; name: string; password: string; admin: boolean; workspaceName?: string }

const DEFAULT_WORKSPACE_NAME = 'finops-for-ai'

/** For the command line and the demo: needs no setup code, since whoever may run commands owns the data. */
export async function createPerson(inner: Inner, given: CommandPerson): Promise<{ id: string }> {
  const email = Email.safeParse(given.email)
  if (!email.success) throw invalid('email-invalid')
  const name = Name.safeParse(given.name)
  if (!name.success) throw invalid('name-invalid')
  if (!NewPassword.safeParse(given.password).success) throw invalid('password-unfit')
  const passwordHash = await hashPassword(given.password)
  const at = inner.clock.now()
  const role: WorkspaceRole = given.admin ? 'admin' : 'member'
  return inner.database.db.transaction().execute(async (tx) => {
    if (!(await findWorkspace(tx))) {
      if (!given.admin) throw invalid('first-person-not-admin')
      await createWorkspace(inner, tx, given.workspaceName ?? DEFAULT_WORKSPACE_NAME, commandActor)
    }
    const id = await insertPerson(tx, { name: name.data, email: email.data, role, passwordHash }, at)
    if (!id) throw conflict('person-exists')
    const after = { email: email.data, role }
    await recordAction(tx, { at, kind: 'person.joined', actor: commandActor, subject: name.data, after })
    return { id }
  })
}
