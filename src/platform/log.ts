import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

// Whatever looks like a credential is cut wherever it turns up in a line, whichever field or sentence carries it.
const SECRETS = /\b(sk-(?:admin-|proj-|svcacct-)?|fin_)[A-Za-z0-9_-]{8,}|(\/\/[^/\s:@]+:)[^@\s/]+@/g

export function hideSecrets(text: string): string {
  return text.replace(SECRETS, (_match, prefix: string | undefined, login: string | undefined) =>
    login === undefined ? `${prefix ?? ''}[hidden]` : `${login}[hidden]@`,
  )
}

/** JSON lines on stdout. Bodies are never logged; headers that carry credentials are removed. */
export function createLog(level: string, destination: { write(line: string): void } = process.stdout): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.key', '*.token'],
        remove: true,
      },
    },
    { write: (line: string) => destination.write(hideSecrets(line)) },
  )
}
