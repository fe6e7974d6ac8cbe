import { type Actor, isAdmin } from '../people/actor.ts'
import { forbidden, invalid } from '../platform/errors.ts'
import type { TeamsDeps } from './deps.ts'

type Deps = Pick<TeamsDeps, 'openaiBaseUrl' | 'allowCustomBaseUrl'>

/** Null means the workspace's own address. An address of one's own would let a team make the server call anywhere. */
export function acceptBaseUrl(deps: Deps, given: string | null): string | null {
  if (given === null) return null
  const url = parse(given)
  if (url !== null && url === parse(deps.openaiBaseUrl)) return null
  if (!deps.allowCustomBaseUrl) throw invalid('base-url-not-allowed')
  if (url === null) throw invalid('base-url-invalid')
  return url
}

/**
 * Whatever answers there may call itself an organization that other teams share: their usage would be read from it, and their
 * blocks carried out at it. So a new one is an admin's to choose, before anything is asked there.
 */
export function requireRightTo(actor: Actor, baseUrl: string | null, present: string | null): void {
  if (baseUrl !== null && baseUrl !== present && !isAdmin(actor)) throw forbidden('base-url-for-admins')
}

/** As a URL writes itself, so that no odd character of the input is kept; null when it is none of ours. */
function parse(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = !url.username && !url.password && !url.search && !url.hash
  if (!isPlain || !['http:', 'https:'].includes(url.protocol)) return null
  return url.href.replace(/\/+$/, '')
}
