/** What people type where a whole number is asked for. Null: none. */
export function readWhole(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  return /^(?:\d{1,10}|\d{1,3}(?:,\d{3})+)$/.test(plain) ? Number(plain.replaceAll(',', '')) : null
}

export function readScore(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace('−', '-')
  return /^-?\d{1,7}(?:\.\d{1,6})?$/.test(plain) ? Number(plain) : null
}

/** A mean as it is read: at most two decimals. */
export function formatScore(score: string): string {
  return String(Math.round(Number(score) * 100) / 100)
}
