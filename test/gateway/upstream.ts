import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type Seen = { method: string; url: string; headers: string[]; body: Buffer }
export type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>

export type Upstream = {
  url: string
  port: number
  seen: Seen[]
  /** How many connections it has ever been offered. */
  connections: number
  /** What it says from now on. */
  answers(answer: Answer): void
  close(): Promise<void>
}

/** The other side of the gateway, as odd as a test wants it. Base URL with `/v1`. */
export async function startUpstream(): Promise<Upstream> {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  let current: Answer = (_request, response) => void response.end('{}')
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {})
    response.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.rawHeaders, body })
      void current(request, response, body)
    })
  })
  server.on('connection', (socket) => {
    upstream.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const upstream: Upstream = {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    seen,
    connections: 0,
    answers(answer) {
      current = answer
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return upstream
}

export function json(value: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    const body = Buffer.from(JSON.stringify(value))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, ...headers })
    response.end(body)
  }
}

export const usage = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }
export const completion = (id: string) => ({
  id,
  object: 'chat.completion',
  model: 'gpt-4o-2024-08-06',
  service_tier: 'default',
  choices: [{ index: 0, message: { role: 'assistant', content: '네' }, finish_reason: 'stop' }],
  usage,
})
