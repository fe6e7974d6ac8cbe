import { isAPIError } from 'better-auth/api'
import { forbidden } from '../platform/errors.ts'
import { ADDRESS_HEADER, type SignInLibrary } from './sign-in-library.ts'

/** Who asks, as the HTTP server sees it. `cookies` are the raw header. */
export type Caller = { address: string; userAgent: string; cookies: string }

/** Set-Cookie headers that the answer must carry. */
export type Cookies = string[]

export type FoundSession = {
  sessionId: string
  personId: string
  name: string
  role: string
  disabledAt: Date | null
  lastSeenAt: Date | null
  cookies: Cookies
}

const MAX_USER_AGENT = 300
const REFUSED = new Set(['INVALID_EMAIL_OR_PASSWORD', 'INVALID_EMAIL', 'PASSWORD_TOO_LONG'])

/** The one place that calls the sign-in library and translates what it throws. */
export function createSessions(library: SignInLibrary) {
  return {
    /** Null for an unknown account and for a wrong password alike; both take the time of one hash. */
    async start(
      email: string,
      password: string,
      caller: Caller,
    ): Promise<{ personId: string; cookies: Cookies } | null> {
      try {
        const { headers, response } = await library.api.signInEmail({
          body: { email, password },
          headers: headersOf(caller),
          returnHeaders: true,
        })
        return { personId: response.user.id, cookies: headers.getSetCookie() }
      } catch (error) {
        const code = libraryCode(error)
        if (code === 'FAILED_TO_CREATE_SESSION') throw forbidden('person-disabled')
        if (code !== undefined && REFUSED.has(code)) return null
        throw causeOf(error)
      }
    },

    async find(caller: Caller): Promise<FoundSession | null> {
      try {
        const { headers, response } = await library.api.getSession({ headers: headersOf(caller), returnHeaders: true })
        if (!response) return null
        const { session, user } = response
        return {
          sessionId: session.id,
          personId: user.id,
          name: user.name,
          role: user.role,
          disabledAt: user.disabledAt ?? null,
          lastSeenAt: user.lastSeenAt ?? null,
          cookies: headers.getSetCookie(),
        }
      } catch (error) {
        // The session was ended between being read and being prolonged.
        if (isAPIError(error) && error.statusCode === 401) return null
        throw causeOf(error)
      }
    },

    async end(caller: Caller): Promise<Cookies> {
      const { headers } = await library.api.signOut({ headers: headersOf(caller), returnHeaders: true })
      return headers.getSetCookie()
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>

function headersOf(caller: Caller): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: caller.address })
  headers.set('user-agent', headerText(caller.userAgent).slice(0, MAX_USER_AGENT))
  if (caller.cookies) headers.set('cookie', headerText(caller.cookies))
  return headers
}

/** `Headers` throws on anything outside Latin-1. */
function headerText(text: string): string {
  return text.replaceAll(/[^ -~\u00a0-\u00ff]/g, '')
}

function libraryCode(error: unknown): string | undefined {
  return isAPIError(error) ? error.body?.code : undefined
}

/** The library wraps what the database throws; the HTTP layer must see the original to answer 503. */
function causeOf(error: unknown): unknown {
  if (isAPIError(error) && error.statusCode >= 500 && error.body && 'cause' in error.body) return error.body.cause
  if (isAPIError(error) && error.cause) return error.cause
  return isAPIError(error) ? new Error(`sign-in library: ${error.message}`, { cause: error }) : error
}
