import { z } from 'zod'
import { Id, Instant, Name, Reason } from '../../platform/http/schemas.ts'

/** What the routes of project keys and of a project's OpenAI key take and give. The web imports these types. */
export const ProjectKey = z
  .object({
    id: Id,
    projectId: Id,
    name: z.string(),
    last4: z.string(),
    state: z.enum(['active', 'expired', 'revoked']),
    createdAt: Instant,
    createdByName: z.string().nullable().describe('null: made by a command, or by somebody who is not here any more'),
    expiresAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    lastUsedAt: Instant.nullable().describe('When the key was last accepted, to the minute'),
  })
  .meta({ id: 'ProjectKey' })
export const ProjectKeyInput = z.object({
  name: Name,
  expiresInDays: z.int().min(1).max(3650).nullable().default(null),
})
export const NewProjectKey = ProjectKey.extend({
  secret: z.string().describe('fin_…, shown only in this answer'),
}).meta({ id: 'NewProjectKey' })
export const ProjectKeyChange = z.object({ name: Name })
export const ProjectKeyRevocation = z.object({ reason: Reason.default('') })

export const ProjectOpenAiKey = z
  .object({
    last4: z.string(),
    baseUrl: z.string().nullable().describe("null: the workspace's own address"),
    setAt: Instant,
    setByName: z.string().nullable(),
  })
  .meta({ id: 'ProjectOpenAiKey' })
export const ProjectOpenAiKeyView = z.object({
  key: ProjectOpenAiKey.nullable(),
  baseUrlAllowed: z.boolean().describe('Whether you may give another address than the one of the workspace'),
})
export const ProjectOpenAiKeyInput = z.object({
  key: z.string().min(1).max(500),
  baseUrl: z.url().max(300).nullable().default(null),
})
export const OpenAiKeyCheck = z
  .object({
    ok: z.boolean(),
    code: z.string().nullable(),
    detail: z.string().describe('Korean: what OpenAI said of the key, and what to do'),
    models: z.int().nullable().describe('How many models the key reaches; null: it may not list them'),
  })
  .meta({ id: 'OpenAiKeyCheck' })
export const StoredOpenAiKey = z.object({ key: ProjectOpenAiKey, check: OpenAiKeyCheck })

export type ProjectKey = z.infer<typeof ProjectKey>
export type NewProjectKey = z.infer<typeof NewProjectKey>
export type ProjectKeyInput = z.output<typeof ProjectKeyInput>
export type ProjectOpenAiKey = z.infer<typeof ProjectOpenAiKey>
export type ProjectOpenAiKeyView = z.infer<typeof ProjectOpenAiKeyView>
export type OpenAiKeyCheck = z.infer<typeof OpenAiKeyCheck>
export type StoredOpenAiKey = z.infer<typeof StoredOpenAiKey>
