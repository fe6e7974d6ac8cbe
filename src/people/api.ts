import { z } from 'zod'
import { Id, Instant, Name } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const WorkspaceRole = z.enum(['admin', 'member']).meta({ id: 'WorkspaceRole' })
export const TeamRole = z.enum(['lead', 'member']).meta({ id: 'TeamRole' })

export const Email = z
  .string()
  .max(254)
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(z.email())
export const NewPassword = z
  .string()
  .min(12)
  .max(128)
  .regex(/^[\P{Cc}\n\t]*$/u)
const GivenPassword = z.string().min(1).max(128)

export const TeamMembership = z.object({ teamId: Id, teamName: z.string(), role: TeamRole })

export const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: WorkspaceRole,
    teams: z.array(TeamMembership),
    workspace: z.object({ name: z.string(), timeZone: z.string(), sendsMail: z.boolean() }),
  })
  .meta({ id: 'Me' })

export const SetupState = z.object({ needed: z.boolean() })
export const SetupInput = z.object({
  code: z.string().min(1).max(100),
  workspaceName: Name,
  name: Name,
  email: Email,
  password: NewPassword,
})
export const SignInInput = z.object({ email: Email, password: GivenPassword })
export const ProfileInput = z.object({ name: Name })
export const PasswordChangeInput = z.object({ currentPassword: GivenPassword, newPassword: NewPassword })
export const PasswordResetRequest = z.object({ email: Email })
export const PasswordResetInput = z.object({ token: z.string().min(1).max(200), password: NewPassword })

export const Session = z
  .object({
    id: z.string(),
    createdAt: Instant,
    lastSeenAt: Instant,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' })

export const Token = z
  .object({
    id: Id,
    name: z.string(),
    last4: z.string(),
    createdAt: Instant,
    expiresAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'Token' })
export const TokenInput = z.object({ name: Name, expiresInDays: z.int().min(1).max(3650).nullable().default(null) })
export const NewToken = Token.extend({ secret: z.string().describe('fin_…, shown only in this answer') })

export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: WorkspaceRole,
    teams: z.array(TeamMembership),
    disabledAt: Instant.nullable(),
    lastSeenAt: Instant.nullable(),
  })
  .meta({ id: 'Person' })
export const PersonChange = z.object({ role: WorkspaceRole.optional(), disabled: z.boolean().optional() })
export const ResetLink = z.object({ link: z.string(), expiresAt: Instant })

export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    role: WorkspaceRole,
    teams: z.array(TeamMembership),
    invitedBy: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Invitation' })
export const InvitationInput = z.object({
  email: Email,
  role: WorkspaceRole.default('member'),
  teams: z
    .array(z.object({ teamId: Id, role: TeamRole }))
    .max(50)
    .default([]),
})
export const NewInvitation = Invitation.extend({ link: z.string(), mailed: z.boolean() })
export const InvitationPreview = z.object({ email: z.string(), workspaceName: z.string(), expiresAt: Instant })
export const InvitationAcceptance = z.object({ token: z.string().min(1).max(200), name: Name, password: NewPassword })

export const WorkspaceSettings = z.object({ name: z.string(), timeZone: z.string() }).meta({ id: 'WorkspaceSettings' })
export const WorkspaceSettingsInput = z.object({
  name: Name.optional(),
  timeZone: z.string().min(1).max(60).optional(),
})

export type Me = z.infer<typeof Me>
export type Session = z.infer<typeof Session>
export type Token = z.infer<typeof Token>
export type NewToken = z.infer<typeof NewToken>
export type Person = z.infer<typeof Person>
export type Invitation = z.infer<typeof Invitation>
export type NewInvitation = z.infer<typeof NewInvitation>
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>
export type WorkspaceRole = z.infer<typeof WorkspaceRole>
export type TeamRole = z.infer<typeof TeamRole>
