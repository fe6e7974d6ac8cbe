import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What a webhook was sent and took. */
export type SlackPost = { path: string; text: string; blocks: SlackBlock[]; at: number }
export type SlackBlock = {
  type: string
  text?: { type: string; text: string }
  fields?: { type: string; text: string }[]
  elements?: { type: string; text?: string | { text: string }; url?: string; style?: string }[]
}
export type SlackFault = {
  /**
   * `reset`: the connection breaks before anything was taken. `reset-after-accept`: the message is taken, the answer never
   * arrives. `stall`: taken, and then silence. A number is that status, with `body` as Slack's code.
   */
  kind: 'reset' | 'reset-after-accept' | 'stall' | 'redirect' | 'not-ok' | number
  body?: string
  retryAfterSeconds?: number
  /** How often; without it until it is taken back. */
  times?: number
  /** Only for webhooks whose path contains this. */
  match?: string
}

export type FakeSlack = Awaited<ReturnType<typeof createFakeSlack>>

/** Slack's side of incoming webhooks, over HTTP, as strict about blocks as Slack is. */
export async function createFakeSlack({ delayMs = 0 }: { delayMs?: number } = {}) {
  const posts: SlackPost[] = []
  const faults: SlackFault[] = []
  let asked = 0
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      if (delayMs > 0) await wait(delayMs)
      answer(request.url ?? '', body, response)
    })
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  function answer(path: string, body: string, response: ServerResponse): unknown {
    asked += 1
    const fault = take(path)
    if (fault?.kind === 'reset') return response.destroy()
    if (typeof fault?.kind === 'number') return refuse(response, fault.kind, fault)
    if (fault?.kind === 'redirect') return response.writeHead(302, { location: '/elsewhere' }).end()
    const problem = problemOf(body)
    if (problem) return refuse(response, 400, { body: problem })
    const { text, blocks = [] } = JSON.parse(body) as { text: string; blocks?: SlackBlock[] }
    posts.push({ path, text, blocks, at: performance.now() })
    if (fault?.kind === 'reset-after-accept') return response.destroy()
    if (fault?.kind === 'stall') return null
    return response.writeHead(200, { 'content-type': 'text/html' }).end(fault?.kind === 'not-ok' ? '<html>' : 'ok')
  }

  function take(path: string): SlackFault | undefined {
    const index = faults.findIndex(({ match }) => match === undefined || path.includes(match))
    const fault = faults[index]
    if (fault?.times !== undefined) {
      fault.times -= 1
      if (fault.times <= 0) faults.splice(index, 1)
    }
    return fault
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    /** A webhook's URL; another name is another Slack channel. */
    url: (name = 'alarms') => `${origin}/services/T00000000/B00000000/${name}-secret-1234567890`,
    /** What was taken, in order. */
    messages: posts,
    faults,
    asked: () => asked,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function refuse(response: ServerResponse, status: number, { body = '', retryAfterSeconds }: Partial<SlackFault>) {
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return response.writeHead(status, { 'content-type': 'text/html', ...retryAfter }).end(body)
}

/** The limits of https://docs.slack.dev/reference/block-kit/blocks */
function problemOf(body: string): string | null {
  let parsed: { text?: unknown; blocks?: SlackBlock[] }
  try {
    parsed = JSON.parse(body)
  } catch {
    return 'invalid_payload'
  }
  if (typeof parsed.text !== 'string' || parsed.text === '' || parsed.text.length > 40_000) return 'no_text'
  const { blocks = [] } = parsed
  return blocks.length > 50 || blocks.some((block) => !isRight(block)) ? 'invalid_blocks' : null
}

function isRight(block: SlackBlock): boolean {
  const within = (text: string | undefined, longest: number) => !!text && text.length >= 1 && text.length <= longest
  switch (block.type) {
    case 'header':
      return block.text?.type === 'plain_text' && within(block.text.text, 150)
    case 'section': {
      const { text, fields } = block
      if (fields && (fields.length < 1 || fields.length > 10)) return false
      if (fields?.some((field) => !within(field.text, 2_000))) return false
      return (text !== undefined || fields !== undefined) && (text === undefined || within(text.text, 3_000))
    }
    case 'context':
      return (block.elements ?? []).length >= 1 && (block.elements ?? []).length <= 10
    case 'actions':
      return (block.elements ?? []).every(({ text, url }) => {
        const label = typeof text === 'string' ? text : text?.text
        return within(label, 75) && (url === undefined || (within(url, 3_000) && URL.canParse(url)))
      })
    default:
      return false
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
