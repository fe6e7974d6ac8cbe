import { isUtf8 } from 'node:buffer'
import { hasMoreParts } from './json-parts.ts'

class UnreadableBody extends Error {
  readonly statusCode: number
  constructor(message: string, statusCode: number) {
    super(message)
    this.statusCode = statusCode
  }
}

/** A thousand calls or outcomes have some ten thousand; sixteen megabytes of nothing but brackets take gigabytes. */
const MOST_PARTS = 500_000

type Done = (error: Error | null, body?: unknown) => void
type Asked = { headers: { 'content-encoding'?: string | undefined } }

/**
 * JSON in UTF-8, as it stands. The default would put U+FFFD where bytes are broken, so that a name is kept that nobody
 * wrote, and would read a compressed body as if it were not.
 */
export function jsonBody<Request extends Asked>(parse: (request: Request, text: string, done: Done) => unknown) {
  return (request: Request, body: Buffer, done: Done): void => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') done(new UnreadableBody('the body is compressed', 415))
    else if (!isUtf8(body)) done(new UnreadableBody('the body is not UTF-8', 400))
    else if (hasMoreParts(body, MOST_PARTS)) done(new UnreadableBody('the body holds too many values', 413))
    else parse(request, body.toString('utf8'), done)
  }
}
