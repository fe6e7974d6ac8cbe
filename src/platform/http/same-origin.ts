import type { FastifyRequest } from 'fastify'
import { forbidden } from '../errors.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A write that a browser sends from another site is refused. Browsers always send Sec-Fetch-Site or Origin on such
 * requests; scripts with a bearer token send neither and carry no cookie that could be abused.
 */
export function refuseForeignOrigins(request: FastifyRequest, publicUrl: string): void {
  if (READS.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin === undefined) return
  if (origin !== undefined && isOwnOrigin(origin, request.headers.host, publicUrl)) return
  throw forbidden('origin-refused')
}

function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
