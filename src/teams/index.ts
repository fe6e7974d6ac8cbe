export { createTeams, type Teams } from './create-teams.ts'
export type { TeamsDeps } from './deps.ts'
export type { UsableKey } from './key-desk.ts'
export { isKeysFault, type KeyProblemCode, keyProblemOf } from './key-problem.ts'
export { createMemberships } from './memberships.ts'
export type {
  AttributionChange,
  BrokenKeyNotice,
  FindCollected,
  KeyProvider,
  OnAttributionChanged,
  OnOrganizationsJoined,
  PeopleDirectory,
  TeamsNotify,
} from './ports.ts'
export { admitProjectKeys, type CallingKey, projectKeyOf } from './project-keys/access.ts'
export { providerKeyOwner } from './project-keys/provider-keys.ts'
export { hashOf, isProjectSecret } from './project-keys/secret.ts'
export type { LivingKey } from './project-keys/store/project-keys.ts'
export { teamsRoutes } from './routes.ts'
export { leadsOf } from './store/members.ts'
export { teamsErrors } from './words.ko.ts'
