import type OpenAI from 'openai'
import { z } from 'zod'
import { type RequestSignal, readText } from './client.ts'
import { garbage } from './failure.ts'
import { cleanText, instantOf } from './text.ts'

export type ProjectApiKey = {
  id: string
  name: string | null
  /** As OpenAI shows it: a beginning and the last characters. */
  redacted: string
  createdAt: Date | null
  lastUsedAt: Date | null
  owner: { type: 'user' | 'service_account' | 'unknown'; name: string | null }
}

const Owner = z
  .object({
    type: z.string().nullish(),
    user: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
    service_account: z.object({ name: z.string().nullish() }).nullish(),
  })
  .nullish()
const Key = z.object({
  id: z.string().min(1).max(200).transform(cleanText),
  name: z.string().nullish(),
  redacted_value: z.string().max(300).nullish(),
  created_at: z.number().nullish(),
  last_used_at: z.number().nullish(),
  owner: Owner,
})
const Page = z.object({ data: z.array(Key), has_more: z.boolean().nullish(), last_id: z.string().nullish() })

const MAX_BYTES = 4 * 1024 * 1024
const PAGE_SIZE = 100
const MAX_PAGES = 50

/** All enabled keys: without `owner_project_access: any` the list may leave some of them out. */
export async function readApiKeys(client: OpenAI, projectId: string, options: RequestSignal): Promise<ProjectApiKey[]> {
  const keys = new Map<string, ProjectApiKey>()
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const query = { limit: PAGE_SIZE, owner_project_access: 'any' as const, ...(after ? { after } : {}) }
    const response = await client.admin.organization.projects.apiKeys.list(projectId, query, options).asResponse()
    const page = Page.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES })))
    const known = keys.size
    for (const key of page.data) keys.set(key.id, keyOf(key))
    const next = page.last_id ?? page.data.at(-1)?.id
    if (!page.has_more || next === undefined) return [...keys.values()]
    if (keys.size === known) throw garbage('the list of API keys repeats itself')
    after = next
  }
  throw garbage('the list of API keys does not end')
}

export async function deleteApiKey(client: OpenAI, projectId: string, keyId: string, options: RequestSignal) {
  await client.admin.organization.projects.apiKeys.delete(keyId, { project_id: projectId }, options).asResponse()
}

function keyOf(key: z.infer<typeof Key>): ProjectApiKey {
  const { owner } = key
  const type = owner?.type === 'user' || owner?.type === 'service_account' ? owner.type : 'unknown'
  const name = owner?.user?.name ?? owner?.user?.email ?? owner?.service_account?.name ?? null
  return {
    id: key.id,
    name: oneLine(key.name),
    redacted: oneLine(key.redacted_value) ?? '…',
    createdAt: instantOf(key.created_at),
    lastUsedAt: instantOf(key.last_used_at),
    owner: { type, name: oneLine(name) },
  }
}

function oneLine(text: string | null | undefined): string | null {
  const line = (text ?? '').replace(/\p{Cc}+/gu, ' ').trim()
  return line === '' ? null : line.toWellFormed().slice(0, 200)
}
