import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { teamsQuery } from '../teams/queries.ts'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'
import { type ProjectsSearch, readProjectsSearch, SORTS, STATES } from './projects-search.ts'

const TYPING_MS = 250
const say = words.projects

/** Every change goes to the address; typing waits a moment so that each letter is no request. */
export function ProjectFilters({ search, change }: { search: ProjectsSearch; change: (next: ProjectsSearch) => void }) {
  const teams = useQuery(teamsQuery(search.archived ?? false))
  const [text, setText] = useState(search.search ?? '')
  const given = search.search ?? ''
  useEffect(() => setText(given), [given])
  useEffect(() => {
    if (text.trim() === given) return
    const timer = setTimeout(() => change(readProjectsSearch({ ...search, search: text.trim() })), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, given, search, change])
  const set = (part: Record<string, unknown>) => change(readProjectsSearch({ ...search, ...part }))
  return (
    <search className="grid grid-cols-2 items-end gap-3 max-md:*:first:col-span-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]">
      <TextField
        label={say.search}
        type="search"
        value={text}
        maxLength={100}
        placeholder={say.searchHint}
        onChange={(event) => setText(event.target.value)}
      />
      <SelectField
        label={say.team}
        value={search.teamId ?? ''}
        onChange={(event) => set({ teamId: event.target.value })}
        choices={[
          { value: '', label: say.allTeams },
          ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
        ]}
      />
      <SelectField
        label={say.state}
        value={search.state ?? ''}
        onChange={(event) => set({ state: event.target.value })}
        choices={[
          { value: '', label: say.states.all },
          ...STATES.map((state) => ({ value: state, label: say.states[state] })),
        ]}
      />
      <SelectField
        label={say.sort}
        value={search.sort ?? 'last7Days'}
        onChange={(event) => set({ sort: event.target.value })}
        choices={SORTS.map((sort) => ({ value: sort, label: say.sorts[sort] }))}
      />
      <CheckField
        label={say.showArchived}
        checked={search.archived ?? false}
        onChange={(event) => set({ archived: event.target.checked })}
      />
    </search>
  )
}
