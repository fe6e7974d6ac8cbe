import type OpenAI from 'openai'
import { z } from 'zod'
import { readText } from './client.ts'
import { garbage } from './failure.ts'
import { cleanText, instantOf } from './text.ts'

export type ExternalProject = { id: string; name: string | null; archived: boolean; createdAt: Date | null }
export type ProjectList = { projects: ExternalProject[]; organizationHint: string | null }

const Project = z.object({
  id: z.string().min(1).max(200).transform(cleanText),
  name: z.string().nullish(),
  status: z.string().nullish(),
  archived_at: z.number().nullish(),
  created_at: z.number().nullish(),
})
const Page = z.object({ data: z.array(Project), has_more: z.boolean().nullish(), last_id: z.string().nullish() })

const MAX_BYTES = 16 * 1024 * 1024
const PAGE_SIZE = 100
/** An organization holds 2,000 projects; twice that, for archived ones, and then the cursor is running in circles. */
const MAX_PAGES = 100

/** All projects of the organization, archived ones too. One attempt; the caller retries. */
export async function readProjects(client: OpenAI): Promise<ProjectList> {
  const projects = new Map<string, ExternalProject>()
  let organizationHint: string | null = null
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const response = await client.admin.organization.projects
      .list({ limit: PAGE_SIZE, include_archived: true, ...(after ? { after } : {}) })
      .asResponse()
    organizationHint ??= response.headers.get('openai-organization')
    const page = Page.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES })))
    const known = projects.size
    for (const project of page.data) projects.set(project.id, externalProject(project))
    const next = page.last_id ?? page.data.at(-1)?.id
    if (!page.has_more || next === undefined) return { projects: [...projects.values()], organizationHint }
    if (projects.size === known) throw garbage('the list of projects repeats itself')
    after = next
  }
  throw garbage('the list of projects does not end')
}

export async function readProject(client: OpenAI, id: string): Promise<ExternalProject> {
  const response = await client.admin.organization.projects.retrieve(id).asResponse()
  return externalProject(Project.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES }))))
}

function externalProject(project: z.infer<typeof Project>): ExternalProject {
  return {
    id: project.id,
    name: presentable(project.name),
    archived: project.status === 'archived' || Boolean(project.archived_at),
    createdAt: instantOf(project.created_at),
  }
}

/** Names come from outside: PostgreSQL refuses U+0000, and a name has one line. */
function presentable(name: string | null | undefined): string | null {
  const text = (name ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return text === '' ? null : text.slice(0, 200).toWellFormed()
}
