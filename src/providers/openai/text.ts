// PostgreSQL holds no U+0000 in text, and half a surrogate pair would come back as another text.
export function cleanText(text: string): string {
  if (!text.includes('\u0000') && text.isWellFormed()) return text
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed()
}
