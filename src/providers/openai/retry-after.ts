const DAY_SECONDS = 86_400

/** `Retry-After` as seconds from now: an integer or an HTTP date; null when missing or unreadable. At most a day. */
export function retryAfterSeconds(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.min(DAY_SECONDS, Math.ceil(Number(text)))
  if (!/^[A-Za-z]{3}/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.min(DAY_SECONDS, Math.max(0, Math.ceil((at - now.getTime()) / 1_000)))
}
