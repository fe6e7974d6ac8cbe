import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

// Whatever looks like a credential is cut wherever it turns up in a line, whichever field or sentence carries it.
const SECRETS =
  /\b(sk-(?:admin-|proj-|svcacct-)?|fin_|hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9_/-]{8,}|(\/\/[^/\s:@]+:)[^@\s/]+@/g
// A link of an invitation or a reset lets in whoever reads it; what people type into a query is nobody's business.
const LINKS = /(\/(?:invitations\/preview|invitations|password-reset)\/)(?!accept\b|confirm\b|preview\b)[^"\s/?#\\]+/g
const QUERIES = /("url":"[^"?]*\?)[^"]+/g

export function hideSecrets(text: string): string {
  return text.replace(SECRETS, (_match, prefix: string | undefined, login: string | undefined) =>
    login === undefined ? `${prefix ?? ''}[hidden]` : `${login}[hidden]@`,
  )
}

function hideInLine(line: string): string {
  return hideSecrets(line).replace(LINKS, '$1[hidden]').replace(QUERIES, '$1[hidden]')
}

const NEVER_SHOWN = ['password', 'currentPassword', 'newPassword', 'key', 'token', 'secret', 'authorization', 'cookie']

/** JSON lines on stdout. Bodies are never logged; headers that carry credentials are removed. */
export function createLog(level: string, destination: { write(line: string): void } = process.stdout): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: NEVER_SHOWN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        remove: true,
      },
    },
    { write: (line: string) => destination.write(hideInLine(line)) },
  )
}
