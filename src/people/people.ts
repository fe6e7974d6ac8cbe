import { acceptInvitation, previewInvitation } from './accept-invitation.ts'
import { changePassword, endSession, sessionsOf } from './account.ts'
import { cleanUp } from './clean-up.ts'
import { createPerson } from './create-person.ts'
import type { Inner, PeopleDeps } from './deps.ts'
import { changePerson, peopleFor } from './directory.ts'
import { identifyBySession, identifyByToken } from './identity.ts'
import { invitationsFor, invite, withdraw } from './invitations.ts'
import { me, rename } from './me.ts'
import { confirmReset, createResetLink, requestReset } from './password-reset.ts'
import { type Caller, createSessions } from './sessions.ts'
import { announceSetupCode, needsSetup, setUp, setupCode } from './setup.ts'
import { signIn } from './sign-in.ts'
import { createSignInLibrary } from './sign-in-library.ts'
import { createThrottle } from './throttle.ts'
import { createToken, tokensOf, withdrawToken } from './tokens.ts'
import { changeWorkspace, workspaceSettings } from './workspace.ts'

export function createPeople(deps: PeopleDeps) {
  const { database, clock, log, config, secret } = deps
  const library = createSignInLibrary({ db: database.db, log, secret, ...config })
  const inner: Inner = {
    ...deps,
    sessions: createSessions(library),
    throttle: createThrottle({ db: database.db, clock }),
  }
  const bind =
    <Given extends unknown[], Result>(verb: (inner: Inner, ...given: Given) => Result) =>
    (...given: Given): Result =>
      verb(inner, ...given)
  return {
    needsSetup: bind(needsSetup),
    setupCode: bind(setupCode),
    announceSetupCode: bind(announceSetupCode),
    setUp: bind(setUp),
    createPerson: bind(createPerson),
    signIn: bind(signIn),
    signOut: (caller: Caller) => inner.sessions.end(caller),
    identifyBySession: bind(identifyBySession),
    identifyByToken: bind(identifyByToken),
    me: bind(me),
    rename: bind(rename),
    changePassword: bind(changePassword),
    sessionsOf: bind(sessionsOf),
    endSession: bind(endSession),
    tokensOf: bind(tokensOf),
    createToken: bind(createToken),
    withdrawToken: bind(withdrawToken),
    requestReset: bind(requestReset),
    createResetLink: bind(createResetLink),
    confirmReset: bind(confirmReset),
    peopleFor: bind(peopleFor),
    changePerson: bind(changePerson),
    invitationsFor: bind(invitationsFor),
    invite: bind(invite),
    withdraw: bind(withdraw),
    previewInvitation: bind(previewInvitation),
    acceptInvitation: bind(acceptInvitation),
    workspaceSettings: bind(workspaceSettings),
    changeWorkspace: bind(changeWorkspace),
    cleanUp: bind(cleanUp),
  }
}

export type People = ReturnType<typeof createPeople>
