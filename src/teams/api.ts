import { z } from 'zod'
import { TeamRole } from '../people/api.ts'
import { Id, Instant, Name, Reason } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const AdminKeyState = z.enum(['active', 'inactive', 'broken']).meta({ id: 'AdminKeyState' })
export const WriteAccess = z.enum(['yes', 'no', 'unknown']).meta({
  id: 'WriteAccess',
  description: 'Whether the key may change limits at OpenAI: without it, collecting works and blocking does not',
})

export const AdminKey = z
  .object({
    id: Id,
    teamId: Id,
    organizationId: Id,
    last4: z.string(),
    baseUrl: z.string().nullable(),
    state: AdminKeyState,
    writeAccess: WriteAccess,
    problem: z
      .object({ code: z.string(), detail: z.string(), since: Instant })
      .nullable()
      .describe('Why the key is broken, in Korean'),
    createdAt: Instant,
    checkedAt: Instant.nullable(),
    collectedAt: Instant.nullable(),
    sharedWith: z
      .array(z.string())
      .describe('Names of other teams whose keys belong to the same organization; admins only'),
  })
  .meta({ id: 'AdminKey' })
export const AdminKeyInput = z.object({
  key: z.string().min(1).max(500),
  baseUrl: z.url().max(300).nullable().default(null),
})
export const AdminKeyStateInput = z.object({ reason: Reason.default('') })
export const AdminKeyTest = z.object({
  ok: z.boolean(),
  code: z.string().nullable(),
  detail: z.string(),
  key: AdminKey,
})

export const Team = z
  .object({
    id: Id,
    name: z.string(),
    archivedAt: Instant.nullable(),
    createdAt: Instant,
    projectCount: z.int(),
    memberCount: z.int(),
    adminKeys: z.array(AdminKey),
    myRole: z.enum(['admin', 'lead', 'member']),
  })
  .meta({ id: 'Team' })
export const TeamInput = z.object({ name: Name })

export const TeamMember = z
  .object({ personId: z.string(), name: z.string(), email: z.string(), role: TeamRole })
  .meta({ id: 'TeamMember' })
export const TeamMemberInput = z.object({ role: TeamRole })

export const Project = z
  .object({
    id: Id,
    name: z.string(),
    teamId: Id,
    teamName: z.string(),
    archivedAt: Instant.nullable(),
    createdAt: Instant,
    myRole: z.enum(['admin', 'lead', 'member']),
  })
  .meta({ id: 'Project' })
export const ProjectInput = z.object({ teamId: Id, name: Name })
export const ProjectChange = z.object({ name: Name })
export const ProjectMove = z.object({ teamId: Id, reason: Reason.default('') })

export const Binding = z
  .object({
    id: Id,
    projectId: Id,
    externalId: z.string().describe('OpenAI project id, proj_…'),
    externalName: z.string().nullable(),
    externalArchived: z.boolean(),
    from: Instant,
    fromBeginning: z.boolean().describe('True when it also covers all earlier days, since nobody held the id before'),
    to: Instant.nullable(),
  })
  .meta({ id: 'Binding' })
export const ExternalProjectId = z
  .string()
  .max(200)
  .transform((text) => text.trim())
export const BindingInput = z.object({ externalIds: z.array(ExternalProjectId).min(1).max(200) })
export const BindingResult = z
  .object({
    externalId: z.string(),
    ok: z.boolean(),
    code: z.string().nullable(),
    detail: z.string().describe('Korean: the success sentence or the reason'),
    projectId: Id.nullable(),
  })
  .meta({ id: 'BindingResult' })
export const Candidate = z
  .object({
    externalId: z.string(),
    name: z.string().nullable(),
    archived: z.boolean(),
    organizationId: Id,
    boundTo: z
      .object({ projectId: Id.nullable(), projectName: z.string().nullable() })
      .nullable()
      .describe('The project that holds it; both null when the viewer may not see that project'),
  })
  .meta({ id: 'Candidate', description: 'A project of the organization that the team can choose from' })
export const ImportInput = z.object({ externalIds: z.array(ExternalProjectId).min(1).max(200) })

export type AdminKey = z.infer<typeof AdminKey>
export type AdminKeyTest = z.infer<typeof AdminKeyTest>
export type Team = z.infer<typeof Team>
export type TeamMember = z.infer<typeof TeamMember>
export type Project = z.infer<typeof Project>
export type Binding = z.infer<typeof Binding>
export type BindingResult = z.infer<typeof BindingResult>
export type Candidate = z.infer<typeof Candidate>
