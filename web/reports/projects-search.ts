export const SORTS = ['last7Days', 'last30Days', 'today', 'yesterday', 'change', 'name'] as const
type Sort = (typeof SORTS)[number]

export type ProjectsSearch = { search?: string; teamId?: string; sort?: Sort; archived?: boolean }

/** The list's filters live in the address, so that it can be sent to a colleague; what is not a filter is dropped. */
export function readProjectsSearch(given: Record<string, unknown>): ProjectsSearch {
  const sort = SORTS.find((known) => known === given.sort)
  return {
    ...(typeof given.search === 'string' && given.search !== '' ? { search: given.search.slice(0, 100) } : {}),
    ...(typeof given.teamId === 'string' && given.teamId !== '' ? { teamId: given.teamId } : {}),
    ...(sort && sort !== 'last7Days' ? { sort } : {}),
    ...(given.archived === true || given.archived === 'true' ? { archived: true } : {}),
  }
}
