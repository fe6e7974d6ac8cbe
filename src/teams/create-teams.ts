import { createKeyChecks } from './admin-key-checks.ts'
import { createAdminKeyVerbs } from './admin-keys.ts'
import { createBindingVerbs } from './binding-verbs.ts'
import { createCandidates } from './candidates.ts'
import type { TeamsDeps } from './deps.ts'
import { createKeyDesk } from './key-desk.ts'
import { createMemberVerbs } from './members.ts'
import { createProjectKeyVerbs } from './project-keys/project-keys.ts'
import { createProviderKeys } from './project-keys/provider-keys.ts'
import { createProjectVerbs } from './projects.ts'
import { createBindingRegistration } from './register-bindings.ts'
import { createTeamVerbs } from './teams.ts'

export type Teams = ReturnType<typeof createTeams>

export function createTeams(deps: TeamsDeps) {
  return {
    teams: createTeamVerbs(deps),
    members: createMemberVerbs(deps),
    projects: createProjectVerbs(deps),
    projectKeys: createProjectKeyVerbs(deps),
    providerKeys: createProviderKeys(deps),
    adminKeys: { ...createAdminKeyVerbs(deps), ...createKeyChecks(deps) },
    bindings: { ...createBindingVerbs(deps), ...createBindingRegistration(deps) },
    candidates: createCandidates(deps),
    keyDesk: createKeyDesk(deps),
  }
}
