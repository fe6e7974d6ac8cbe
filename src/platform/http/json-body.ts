import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, RawServerDefault } from 'fastify'

class UnreadableBody extends Error {
  readonly statusCode: number
  constructor(message: string, statusCode: number) {
    super(message)
    this.statusCode = statusCode
  }
}

/**
 * JSON in UTF-8, as it stands. The default would put U+FFFD where bytes are broken, so that a name is kept that nobody
 * wrote, and would read a compressed body as if it were not.
 */
export function readJsonBodies(
  app: Pick<FastifyInstance<RawServerDefault>, 'addContentTypeParser' | 'getDefaultJsonParser'>,
) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') return done(new UnreadableBody('the body is compressed', 415))
    if (!isUtf8(body)) return done(new UnreadableBody('the body is not UTF-8', 400))
    return parse(request, body.toString('utf8'), done)
  })
}
