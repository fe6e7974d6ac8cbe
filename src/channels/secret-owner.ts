/** Whose the sealed address of a webhook is. */
export function secretOwner(channelId: string): string {
  return `channels:${channelId}`
}
