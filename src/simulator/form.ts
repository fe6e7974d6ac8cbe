import type { FastifyRequest } from 'fastify'
import { badRequest } from './api-error.ts'

/** The form that a request carries, files included. */
export async function formOf(request: FastifyRequest): Promise<FormData> {
  const { body, headers } = request
  if (!Buffer.isBuffer(body)) throw badRequest('The request must be sent as multipart/form-data.')
  try {
    const type = headers['content-type'] ?? ''
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  } catch {
    throw badRequest('We could not parse the form of your request.')
  }
}

export function fieldOf(form: FormData, name: string): string | null {
  const value = form.get(name)
  return typeof value === 'string' ? value : null
}
