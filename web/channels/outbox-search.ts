import type { Delivery } from '../../src/channels/api.ts'

export const STATES = ['waiting', 'sent', 'failed', 'stored'] as const satisfies readonly Delivery['state'][]
export const CHANNELS = ['slack', 'mail'] as const satisfies readonly Delivery['channel'][]

export type OutboxSearch = { teamId?: string; channel?: Delivery['channel']; state?: Delivery['state'] }

/** The filters live in the address, so that it can be sent to a colleague; what is not a filter is dropped. */
export function readOutboxSearch(given: Record<string, unknown>): OutboxSearch {
  const channel = CHANNELS.find((known) => known === given.channel)
  const state = STATES.find((known) => known === given.state)
  return {
    ...(typeof given.teamId === 'string' && given.teamId !== '' ? { teamId: given.teamId } : {}),
    ...(channel ? { channel } : {}),
    ...(state ? { state } : {}),
  }
}
