/** Slack's own: these three start its markup. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const MORE = '…'

/** Escaped for Slack, and no longer than that: an escaped letter is never cut in two. */
export function slackText(text: string, longest: number): string {
  let written = ''
  for (const letter of text) {
    const next = ENTITIES[letter] ?? letter
    if (written.length + next.length > longest) return shortened(text, longest)
    written += next
  }
  return written
}

function shortened(text: string, longest: number): string {
  let written = ''
  for (const letter of text) {
    const next = ENTITIES[letter] ?? letter
    if (written.length + next.length > longest - MORE.length) break
    written += next
  }
  return written + MORE
}

/** As it is, for what Slack shows without markup. */
export function plainText(text: string, longest: number): string {
  if (text.length <= longest) return text
  let written = ''
  for (const letter of text) {
    if (written.length + letter.length > longest - MORE.length) break
    written += letter
  }
  return written + MORE
}
