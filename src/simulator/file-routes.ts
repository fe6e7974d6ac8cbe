import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Access } from './access.ts'
import { badRequest, standardError } from './api-error.ts'
import { parseBody } from './body.ts'
import { fieldOf, formOf } from './form.ts'
import { hashText, hexadecimal } from './random.ts'

const Params = z.object({ id: z.string() })
const Batch = z.object({
  input_file_id: z.string(),
  endpoint: z.string(),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
})

type Stored = { about: Record<string, unknown> & { id: string }; bytes: Buffer; projectId: string }

/** Files and batches of a project, kept as long as the simulator lives. A batch is taken and never worked on. */
export function registerFiles(app: FastifyInstance, access: Access): void {
  const files = new Map<string, Stored>()
  const batches = new Map<string, { about: Record<string, unknown>; projectId: string }>()

  const fileOf = (request: FastifyRequest): Stored => {
    const { project } = access.caller(request)
    const { id } = Params.parse(request.params)
    const file = files.get(id)
    if (file?.projectId !== project.id) throw standardError(404, `No such File object: ${id}`, { param: 'id' })
    return file
  }

  app.post('/files', async (request) => {
    const { project, world } = access.caller(request)
    const form = await formOf(request)
    const [file, purpose] = [form.get('file'), fieldOf(form, 'purpose')]
    if (!(file instanceof File))
      throw badRequest("Missing required parameter: 'file'.", 'file', 'missing_required_parameter')
    if (purpose === null)
      throw badRequest("Missing required parameter: 'purpose'.", 'purpose', 'missing_required_parameter')
    const bytes = Buffer.from(await file.arrayBuffer())
    const about = {
      object: 'file',
      id: `file-${hexadecimal(hashText(files.size, `${project.id} ${file.name}`), 24)}`,
      purpose,
      filename: file.name,
      bytes: bytes.byteLength,
      created_at: Math.floor(world.now() / SECOND),
      expires_at: null,
      status: 'processed',
      status_details: null,
    }
    files.set(about.id, { about, bytes, projectId: project.id })
    return about
  })

  app.get('/files', async (request) => {
    const { project } = access.caller(request)
    const data = [...files.values()].filter(({ projectId }) => projectId === project.id).map(({ about }) => about)
    return { object: 'list', data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: false }
  })

  app.get('/files/:id', async (request) => fileOf(request).about)

  app.get('/files/:id/content', async (request, reply) =>
    reply.type('application/octet-stream').send(fileOf(request).bytes),
  )

  app.delete('/files/:id', async (request) => {
    const { about } = fileOf(request)
    files.delete(about.id)
    return { object: 'file', id: about.id, deleted: true }
  })

  app.post('/batches', async (request) => {
    const { project, world } = access.caller(request)
    const body = parseBody(Batch, request)
    const id = `batch_${hexadecimal(hashText(batches.size, body.input_file_id), 24)}`
    const created = Math.floor(world.now() / SECOND)
    const about = {
      id,
      object: 'batch',
      endpoint: body.endpoint,
      errors: null,
      input_file_id: body.input_file_id,
      completion_window: body.completion_window,
      status: 'validating',
      output_file_id: null,
      error_file_id: null,
      created_at: created,
      expires_at: created + 86_400,
      request_counts: { total: 0, completed: 0, failed: 0 },
      metadata: body.metadata ?? null,
    }
    batches.set(id, { about, projectId: project.id })
    return about
  })

  app.get('/batches/:id', async (request) => {
    const { project } = access.caller(request)
    const { id } = Params.parse(request.params)
    const batch = batches.get(id)
    if (batch?.projectId !== project.id) throw standardError(404, `No batch found with id '${id}'.`)
    return batch.about
  })
}
