import { request as httpRequest } from 'node:http'
import type { Raw } from '../access/problem.ts'
import type { World } from '../access/world.ts'

export type Hostile = { path: string; query?: string; body?: string | Buffer; headers?: Record<string, string> }

/** As the admin, who may do most. Not `fetch`, which mends what it is given. */
export function sendRaw(world: World, method: string, hostile: Hostile): Promise<Raw> {
  const { port } = new URL(world.server.url)
  const path = `${hostile.path}${hostile.query ? `?${hostile.query}` : ''}`
  const headers = {
    ...world.headersOf('admin'),
    ...(hostile.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...hostile.headers,
  }
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
          requestId: String(response.headers['x-request-id'] ?? ''),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(hostile.body)
  })
}
