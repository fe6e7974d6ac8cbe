import type { Candidate } from '../../src/teams/api.ts'

/** Candidates whose name or id holds every word typed; what can be picked comes first, archived ones last. */
export function matching(candidates: readonly Candidate[], search: string): Candidate[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  return candidates
    .filter((candidate) => {
      const text = `${candidate.name ?? ''} ${candidate.externalId}`.toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    .toSorted((a, b) => rank(a) - rank(b))
}

function rank(candidate: Candidate): number {
  return (candidate.boundTo ? 2 : 0) + (candidate.archived ? 1 : 0)
}
