import type OpenAI from 'openai'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { withSimulator } from './with-simulator.ts'

type Official = Awaited<ReturnType<OpenAI['admin']['organization']['projects']['retrieve']>>

const Project = z.object({
  id: z.string().regex(/^proj_[A-Za-z0-9]{24}$/),
  object: z.literal('organization.project'),
  name: z.string(),
  created_at: z.int(),
  archived_at: z.int().nullable(),
  status: z.enum(['active', 'archived']),
  external_key_id: z.null(),
  residency: z.literal('GLOBAL'),
})

test('the official client walks all pages; archived ones come on request', async () => {
  expectTypeOf<z.infer<typeof Project>>().toExtend<Official>()
  await withSimulator({ projectCount: 60 }, async ({ admin, simulator }) => {
    const names: string[] = []
    for await (const project of admin.admin.organization.projects.list({ include_archived: true, limit: 7 })) {
      names.push(Project.parse(project).name)
    }
    expect(names).toEqual(simulator.projects().map((project) => project.name))
    expect(names.slice(0, 4)).toEqual(['chatbot-experiment', 'batch-embed', 'search-rerank', 'ocr-invoices'])
    expect(names[8]).toBe('project-009')
    const active = await admin.admin.organization.projects.list({ limit: 100 })
    expect(active.data.length).toBe(simulator.projects().filter((project) => !project.isArchived).length)
    expect(active.data.length).toBeLessThan(60)
  })
})

test('a project is made, renamed and archived, once', async () => {
  await withSimulator({}, async ({ admin, json }) => {
    const { projects } = admin.admin.organization
    const made = Project.parse(await projects.create({ name: '새 프로젝트' }))
    expect((await projects.update(made.id, { name: '이름 바꿈' })).name).toBe('이름 바꿈')
    expect(await projects.archive(made.id)).toMatchObject({ status: 'archived', archived_at: expect.any(Number) })
    await expect(projects.archive(made.id)).rejects.toMatchObject({ status: 400, code: 'project_archived' })
    expect(Project.parse(await projects.retrieve(made.id)).status).toBe('archived')
    const missing = await json('organization/projects/proj_missing')
    expect(missing).toMatchObject({
      status: 404,
      body: { code: 404, message: 'The project proj_missing was not found' },
    })
  })
})

test('keys are listed without their secrets, read and deleted', async () => {
  await withSimulator({}, async ({ admin, simulator, text }) => {
    const project = simulator.projects()[0]
    const project_id = project?.id ?? ''
    const { apiKeys } = admin.admin.organization.projects
    const listed = await apiKeys.list(project_id, { owner_project_access: 'any' })
    expect(listed.data.map((key) => key.owner.type)).toEqual(['service_account', 'user'])
    expect(await text(`organization/projects/${project_id}/api_keys`)).not.toContain(simulator.keys.projectKey)
    const id = listed.data[0]?.id ?? ''
    expect((await apiKeys.retrieve(id, { project_id })).redacted_value).toContain(simulator.keys.projectKey.slice(-4))
    expect(await apiKeys.delete(id, { project_id })).toEqual({
      object: 'organization.project.api_key.deleted',
      id,
      deleted: true,
    })
    await expect(apiKeys.retrieve(id, { project_id })).rejects.toMatchObject({ status: 404 })
  })
})

test('admin keys show their last characters, so that one can find the key in use', async () => {
  await withSimulator({}, async ({ admin }) => {
    const keys = await admin.admin.organization.adminAPIKeys.list()
    expect(keys.data.filter((key) => key.redacted_value.endsWith('abc1'))).toHaveLength(1)
    expect(await admin.admin.organization.adminAPIKeys.retrieve(keys.data[0]?.id ?? '')).toEqual(keys.data[0])
  })
})
