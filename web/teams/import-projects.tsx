import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BindingResult, Team } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { BindingResults } from './binding-results.tsx'
import { CandidatePicker } from './candidate-picker.tsx'
import { candidatesQuery } from './queries.ts'

const say = words.teams.import

export function ImportProjects({ team }: { team: Team }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = useQuery(candidatesQuery('teams', team.id))
  const take = useWrite({
    act: (externalIds: string[]) =>
      api.post<{ items: BindingResult[] }>(`/api/teams/${team.id}/import`, { externalIds }),
    say: ({ items }) => say.done(items.filter((item) => item.ok).length),
    done: () => setChosen(new Set()),
  })
  return (
    <SettingsSection title={say.title} about={say.about} id="import">
      <CandidatePicker query={query} chosen={chosen} choose={setChosen} />
      {take.error ? <ProblemNote error={take.error} /> : null}
      <BindingResults results={take.data?.items ?? []} />
      <Button
        tone="primary"
        disabled={chosen.size === 0}
        pending={take.isPending}
        pendingText={say.importing}
        onClick={() => take.mutate([...chosen])}
        className="self-start"
      >
        {chosen.size === 0 ? say.submitNone : say.submit(chosen.size)}
      </Button>
    </SettingsSection>
  )
}
