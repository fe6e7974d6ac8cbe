// PostgreSQL holds no U+0000 in text, and half a surrogate pair would come back as another text.
export function cleanText(text: string): string {
  if (!text.includes('\u0000') && text.isWellFormed()) return text
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed()
}

/** Seconds since 1970; null where nothing is told, or no instant that there is. */
export function instantOf(seconds: number | null | undefined): Date | null {
  if (typeof seconds !== 'number' || seconds <= 0) return null
  const at = new Date(seconds * 1_000)
  return Number.isNaN(at.getTime()) ? null : at
}
