/** Where limits are changed by hand. */
export function limitsUrlOf(externalId: string): string {
  return `https://platform.openai.com/settings/${encodeURIComponent(externalId)}/limits`
}
