import { z } from 'zod'
import type { Child } from './child.ts'

const PERSON = { email: 'bench@example.com', password: 'correct horse battery staple' }

/** The cookie of a session, got as a browser gets it. */
export async function signIn(server: Child, url: string): Promise<string> {
  await server.ask(z.null(), 'addAdmin', PERSON)
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(PERSON),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
