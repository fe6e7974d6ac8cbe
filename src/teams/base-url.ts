import { invalid } from '../platform/errors.ts'
import type { TeamsDeps } from './deps.ts'

type Deps = Pick<TeamsDeps, 'openaiBaseUrl' | 'allowCustomBaseUrl'>

/** Null means the workspace's own address. An address of one's own would let a team make the server call anywhere. */
export function acceptBaseUrl(deps: Deps, given: string | null): string | null {
  if (given === null) return null
  const url = given.trim().replace(/\/+$/, '')
  if (url === deps.openaiBaseUrl.replace(/\/+$/, '')) return null
  if (!deps.allowCustomBaseUrl) throw invalid('base-url-not-allowed')
  const parsed = URL.canParse(url) ? new URL(url) : null
  const isPlain = parsed && !parsed.username && !parsed.password && !parsed.search && !parsed.hash
  if (!isPlain || !['http:', 'https:'].includes(parsed.protocol)) throw invalid('base-url-invalid')
  return url
}
