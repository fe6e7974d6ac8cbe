import type { Actor } from './actor.ts'
import { type CommandPerson, createPerson } from './create-person.ts'
import type { Inner, PeopleDeps } from './deps.ts'
import { identifyBySession, identifyByToken } from './identity.ts'
import { me, rename } from './me.ts'
import { type Caller, createSessions } from './sessions.ts'
import { needsSetup, type SetupInput, setUp, setupCode } from './setup.ts'
import { signIn } from './sign-in.ts'
import { createSignInLibrary } from './sign-in-library.ts'
import { createThrottle } from './throttle.ts'

export function createPeople(deps: PeopleDeps) {
  const { database, clock, log, config, secret } = deps
  const library = createSignInLibrary({ db: database.db, log, secret, ...config })
  const inner: Inner = {
    ...deps,
    sessions: createSessions(library),
    throttle: createThrottle({ db: database.db, clock }),
  }
  return {
    needsSetup: () => needsSetup(inner),
    setupCode: () => setupCode(inner),
    announceSetupCode: async () => {
      const code = await setupCode(inner)
      if (code) log.info(`setup code: ${code}`)
    },
    setUp: (input: SetupInput, caller: Caller) => setUp(inner, input, caller),
    createPerson: (person: CommandPerson) => createPerson(inner, person),
    signIn: (input: { email: string; password: string }, caller: Caller) => signIn(inner, input, caller),
    signOut: (caller: Caller) => inner.sessions.end(caller),
    identifyBySession: (caller: Caller) => identifyBySession(inner, caller),
    identifyByToken: (token: string) => identifyByToken(inner, token),
    me: (personId: string) => me(inner, personId),
    rename: (actor: Actor, name: string) => rename(inner, actor, name),
  }
}

export type People = ReturnType<typeof createPeople>
