import type { TestServer } from './server.ts'

export type Answer<Body = unknown> = { status: number; body: Body; headers: Headers }

/** A browser without a window: keeps cookies, speaks JSON. */
export function createClient(url: string) {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async request<Body = unknown>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<Body>> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
      })
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const at = pair.indexOf('=')
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        body: (isJson && text ? JSON.parse(text) : text) as Body,
        headers: response.headers,
      }
    },
  }
}

export type Client = ReturnType<typeof createClient>

export const PASSWORD = 'correct horse battery staple'

/** Sets the empty workspace up and answers with its signed-in admin. */
export async function setUpAdmin(server: TestServer): Promise<Client> {
  const client = createClient(server.url)
  const code = await server.runtime.people.setupCode()
  const answer = await client.request('POST', '/api/setup', {
    code,
    workspaceName: '테스트 회사',
    name: '이지훈',
    email: 'admin@example.com',
    password: PASSWORD,
  })
  if (answer.status !== 201) throw new Error(`setup answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return client
}

/** Invites somebody, who accepts and is signed in. */
export async function join(
  server: TestServer,
  admin: Client,
  person: { email: string; name: string; teams: { teamId: string; role: 'lead' | 'member' }[] },
): Promise<Client> {
  const { email, name, teams } = person
  const invitation = await admin.request<{ link: string }>('POST', '/api/invitations', { email, teams })
  const client = createClient(server.url)
  const token = invitation.body.link.split('/').at(-1)
  const answer = await client.request('POST', '/api/invitations/accept', { token, name, password: PASSWORD })
  if (answer.status !== 201) throw new Error(`the invitation answered ${answer.status}`)
  return client
}
