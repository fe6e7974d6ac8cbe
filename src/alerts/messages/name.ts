const LONGEST = 60
/** Enough for sixty characters of several code points each. */
const LOOKED_AT = 20 * LONGEST

/** A name as it fits into a message: on one line, cut between whole characters. */
export function nameOf(name: string): string {
  const line = name.slice(0, LOOKED_AT).replaceAll(/\s+/gu, ' ').trim()
  const letters = [...new Intl.Segmenter('ko').segment(line)].map(({ segment }) => segment)
  return letters.length <= LONGEST ? letters.join('') : `${letters.slice(0, LONGEST - 1).join('')}…`
}
