const MAX_LENGTH = 100

/** The name itself, or with the first free number behind it; cut so that the number still fits. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  const base = wanted.replace(/\p{Cc}+/gu, ' ').trim() || 'OpenAI'
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` (${number})`
    const name =
      [...base]
        .slice(0, MAX_LENGTH - suffix.length)
        .join('')
        .trim() + suffix
    if (!used.has(name.toLowerCase())) return name
  }
}
