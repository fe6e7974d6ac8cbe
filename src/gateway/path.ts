export const PREFIX = '/openai/v1'

export type Target = { path: string; query: string }

/** Whether a request is the gateway's to answer, whatever else may be wrong with it. */
export function isOurs(url: string): boolean {
  return (
    url.startsWith(PREFIX) && (url.length === PREFIX.length || url[PREFIX.length] === '/' || url[PREFIX.length] === '?')
  )
}

// What some server on the way may read as another path than we do: dots, doubled or encoded separators, backslashes.
const DOTS = /(?:^|\/)(?:\.|%(?:25)*2e){1,2}(?:\/|$)/i
const ODD = /\/\/|\\|%(?:25)*(?:2f|5c|00|0a|0d)|[^\x21-\x7e]/i

/**
 * What is asked for below the base URL. Null: a path that could mean another one elsewhere, so it goes nowhere. The host
 * is never taken from a request.
 */
export function targetOf(url: string): Target | null {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url.slice(PREFIX.length) : url.slice(PREFIX.length, mark)
  const query = mark === -1 ? '' : url.slice(mark)
  if (DOTS.test(path) || ODD.test(path) || path.includes('#') || query.includes('#')) return null
  return { path, query }
}

/** Costs, keys and limits of an organization are no inference; no key of a project opens them through us, however they are written. */
export function isAdministration(path: string): boolean {
  return /^\/organizations?(?![\w-])/i.test(withoutCodes(path))
}

/** Letters that were encoded without need, once or again, are letters to some server on the way. */
function withoutCodes(path: string): string {
  return path.replaceAll(/%(?:25)*([2-7][\da-f])/gi, (_code, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
