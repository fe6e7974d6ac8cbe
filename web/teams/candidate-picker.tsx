import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Candidate } from '../../src/teams/api.ts'
import { Empty } from '../ui/empty.tsx'
import { TextField } from '../ui/field.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { matching } from './candidates.ts'
import type { Candidates } from './queries.ts'

type Props = {
  query: UseQueryResult<Candidates>
  chosen: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
  /** The project whose own bindings are told apart from others'. */
  projectId?: string
}

const say = words.projects.binding

/** The projects of the organization, several to be picked at once. What another project holds cannot be picked. */
export function CandidatePicker({ query, chosen, choose, projectId }: Props) {
  const [search, setSearch] = useState('')
  return (
    <Loaded query={query} skeleton={<TableBones rows={4} />}>
      {({ items, problems }) => {
        const shown = matching(items, search)
        return (
          <div className="flex flex-col gap-3">
            {problems.map((problem) => (
              <Notice key={`${problem.keyLast4} ${problem.code}`} tone="warn">
                {words.collection.key(problem.keyLast4)}: {problem.detail}
              </Notice>
            ))}
            {items.length === 0 ? (
              <Empty title={say.candidatesNone} />
            ) : (
              <>
                <TextField
                  label={say.searchCandidates}
                  type="search"
                  value={search}
                  maxLength={100}
                  onChange={(event) => setSearch(event.target.value)}
                />
                <ScrollRegion label={say.choose} className="max-h-80 rounded-md border border-line-strong/60">
                  <fieldset className="min-w-0">
                    <legend className="sr-only">{say.choose}</legend>
                    {shown.map((candidate) => (
                      <CandidateRow
                        key={candidate.externalId}
                        candidate={candidate}
                        projectId={projectId}
                        chosen={chosen.has(candidate.externalId)}
                        toggle={() => choose(toggled(chosen, candidate.externalId))}
                      />
                    ))}
                    {shown.length === 0 ? (
                      <p className="px-3 py-4 text-muted">{words.common.nothingFound(search)}</p>
                    ) : null}
                  </fieldset>
                </ScrollRegion>
                <p role="status" className="text-sm text-muted">
                  {say.selected(chosen.size)}
                </p>
              </>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

type RowProps = { candidate: Candidate; projectId: string | undefined; chosen: boolean; toggle: () => void }

function CandidateRow({ candidate, projectId, chosen, toggle }: RowProps) {
  const { boundTo } = candidate
  const holder = boundTo
    ? boundTo.projectId !== null && boundTo.projectId === projectId
      ? say.boundHere
      : boundTo.projectName
        ? say.boundTo(boundTo.projectName)
        : say.boundElsewhere
    : null
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-3 border-b border-line px-3 py-1.5 last:border-b-0 hover:bg-surface has-disabled:cursor-default">
      <input
        type="checkbox"
        checked={chosen}
        disabled={boundTo !== null}
        onChange={toggle}
        className="size-4 shrink-0 accent-accent"
      />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <bdi className="max-w-full truncate">{candidate.name ?? candidate.externalId}</bdi>
        {candidate.name ? <code className="text-xs break-all text-muted">{candidate.externalId}</code> : null}
        {candidate.archived ? <span className="text-xs text-muted">{words.settings.unattributed.archived}</span> : null}
        {holder ? <bdi className="max-w-full truncate text-xs text-muted">{holder}</bdi> : null}
      </span>
    </label>
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
