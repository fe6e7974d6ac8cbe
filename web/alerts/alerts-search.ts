export type AlertsSearch = { state?: 'all'; teamId?: string }

/** The filters live in the address, so that it can be sent to a colleague; what is not a filter is dropped. */
export function readAlertsSearch(given: Record<string, unknown>): AlertsSearch {
  return {
    ...(given.state === 'all' ? { state: 'all' } : {}),
    ...(typeof given.teamId === 'string' && given.teamId !== '' ? { teamId: given.teamId } : {}),
  }
}
