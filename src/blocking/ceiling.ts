// The API has no field for it; a number inside a name (max_requests_per_1_minute) is none.
const NUMBER = /(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\w])|(?<![\w.-])\d+(?![\w])/g

/** The highest value that OpenAI would accept, out of the text of its refusal: the largest number below what was asked. */
export function ceilingIn(text: string, asked: number): number | null {
  const numbers = [...text.matchAll(NUMBER)].map(([number]) => Number(number.replaceAll(',', '')))
  const lower = numbers.filter((number) => Number.isSafeInteger(number) && number > 0 && number < asked)
  return lower.length > 0 ? Math.max(...lower) : null
}
