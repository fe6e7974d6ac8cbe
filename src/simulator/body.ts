import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { badRequest } from './api-error.ts'

export function parseBody<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const param = issue?.path.join('.') ?? ''
  throw badRequest(`Invalid value for '${param}': ${issue?.message ?? 'invalid body'}.`, param === '' ? null : param)
}
