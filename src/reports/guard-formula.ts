/** A credit is a negative number and must stay one; only texts are guarded. Spreadsheets of East Asia run full-width signs too. */
export function guardFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}
