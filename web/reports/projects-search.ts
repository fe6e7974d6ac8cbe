export const SORTS = ['last7Days', 'last30Days', 'today', 'yesterday', 'limit', 'change', 'name'] as const
export const STATES = ['attention', 'exceeded', 'warning', 'blocked', 'unread'] as const
type Sort = (typeof SORTS)[number]
type State = (typeof STATES)[number]

export type ProjectsSearch = { search?: string; teamId?: string; sort?: Sort; state?: State; archived?: boolean }

/** The list's filters live in the address, so that it can be sent to a colleague; what is not a filter is dropped. */
export function readProjectsSearch(given: Record<string, unknown>): ProjectsSearch {
  const state = STATES.find((known) => known === given.state)
  const sort = SORTS.find((known) => known === given.sort)
  return {
    ...(typeof given.search === 'string' && given.search !== '' ? { search: given.search.slice(0, 100) } : {}),
    ...(typeof given.teamId === 'string' && given.teamId !== '' ? { teamId: given.teamId } : {}),
    ...(sort && sort !== 'last7Days' ? { sort } : {}),
    ...(state ? { state } : {}),
    ...(given.archived === true || given.archived === 'true' ? { archived: true } : {}),
  }
}
