import { type ActionActor, recordAction } from '../actions/record.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, invalid } from '../platform/errors.ts'
import { addressLimit } from './attempt-limits.ts'
import type { Inner } from './deps.ts'
import { fingerprint, newSetupCode, normalizeSetupCode, sameFingerprint } from './one-time-secret.ts'
import { hashPassword } from './password.ts'
import type { Caller, Cookies } from './sessions.ts'
import { insertPerson } from './store/people.ts'
import {
  deleteSetupCode,
  findSetupCode,
  findWorkspace,
  insertWorkspace,
  lockSetupCode,
  replaceSetupCode,
} from './store/workspace.ts'

export type SetupInput = { code: string; workspaceName: string; name: string; email: string; password: string }

/** A workspace needs setting up as long as it has no first admin. */
export async function needsSetup(inner: Inner): Promise<boolean> {
  return (await findWorkspace(inner.database.db)) === null
}

/** A new code for an empty workspace, or null. It replaces the one before: the code printed last is the valid one. */
export async function setupCode(inner: Inner): Promise<string | null> {
  if (!(await needsSetup(inner))) return null
  const code = newSetupCode()
  await replaceSetupCode(inner.database.db, fingerprint(code), inner.clock.now())
  return code
}

/** For the start of the server; a warning, so that a quieter log still shows it. */
export async function announceSetupCode(inner: Inner): Promise<void> {
  const code = await setupCode(inner)
  if (code) inner.log.warn(`setup code: ${code}`)
}

export async function setUp(
  inner: Inner,
  input: SetupInput,
  caller: Caller,
): Promise<{ personId: string; cookies: Cookies }> {
  await inner.throttle.reserve('setup-throttled', [
    addressLimit('setup', caller.address, 10),
    { key: fingerprint('setup'), attempts: 50 },
  ])
  if (!(await needsSetup(inner))) throw conflict('setup-done')
  const given = fingerprint(normalizeSetupCode(input.code))
  // Before the password is hashed, which is dear: guesses are cheap to refuse.
  requireCode(await findSetupCode(inner.database.db), given)
  const passwordHash = await hashPassword(input.password)
  await inner.database.db.transaction().execute(async (tx) => {
    requireCode(await lockSetupCode(tx), given)
    await addFirstAdmin(inner, tx, { ...input, passwordHash })
  })
  const started = await inner.sessions.start(input.email, input.password, caller)
  if (!started) throw conflict('setup-done')
  return started
}

function requireCode(expected: string | null, given: string): void {
  if (!expected) throw conflict('setup-done')
  if (!sameFingerprint(expected, given)) throw invalid('setup-code-wrong')
}

export async function createWorkspace(inner: Inner, tx: Tx, name: string, actor: ActionActor): Promise<void> {
  const at = inner.clock.now()
  const row = { name, timeZone: inner.config.displayTimeZone }
  if (!(await insertWorkspace(tx, row, at))) throw conflict('setup-done')
  await deleteSetupCode(tx)
  await recordAction(tx, { at, kind: 'workspace.created', actor, subject: name })
}

async function addFirstAdmin(
  inner: Inner,
  tx: Tx,
  person: { name: string; email: string; passwordHash: string; workspaceName: string },
): Promise<void> {
  const at = inner.clock.now()
  const personId = await insertPerson(tx, { ...person, role: 'admin' }, at)
  if (!personId) throw conflict('person-exists')
  const actor = { personId, name: person.name, via: 'session' }
  await createWorkspace(inner, tx, person.workspaceName, actor)
  const after = { email: person.email, role: 'admin' }
  await recordAction(tx, { at, kind: 'person.joined', actor, subject: person.name, after })
}
