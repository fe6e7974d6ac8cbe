import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerTasks } from '../support/tasks.ts'

/** OpenAI as a constant: an answer at once, and streams whose pieces are a few milliseconds apart. */
const TEXT = '안녕하세요. 무엇을 도와드릴까요? '.repeat(12)
const PIECES = 20
const PIECE_EVERY_MS = 5
const usage = { prompt_tokens: 120, completion_tokens: 80, total_tokens: 200 }

let calls = 0

/** Every call has an id of its own, as at OpenAI: by it a call is one call. */
function nextId(): string {
  calls += 1
  return `chatcmpl-${String(calls).padStart(12, '0')}`
}

function completion(): Buffer {
  const choices = [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }]
  const answer = {
    id: nextId(),
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'gpt-4o-2024-08-06',
    choices,
  }
  return Buffer.from(JSON.stringify({ ...answer, usage, service_tier: 'default' }))
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    if (!Buffer.concat(chunks).includes('"stream":true')) {
      const body = completion()
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-request-id': 'req',
      })
      response.end(body)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    const id = nextId()
    let sent = 0
    const timer = setInterval(() => {
      const choices = [{ index: 0, delta: { content: '안녕' }, finish_reason: null }]
      response.write(`data: ${JSON.stringify({ id, model: 'gpt-4o-2024-08-06', choices, usage: null })}\n\n`)
      sent += 1
      if (sent < PIECES) return
      clearInterval(timer)
      response.end(`data: ${JSON.stringify({ id, choices: [], usage })}\n\ndata: [DONE]\n\n`)
    }, PIECE_EVERY_MS)
    response.on('close', () => clearInterval(timer))
  })
})
server.keepAliveTimeout = 60_000

answerTasks(
  {
    start: () =>
      new Promise((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
      ),
    calls: async () => calls,
  },
  async () => {
    server.closeAllConnections()
  },
)
