import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../ui/loaded.tsx'
import { Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CauseView } from './cause-view.tsx'
import { PulseLine } from './pulse-line.tsx'
import { causeQuery } from './queries.ts'

/** Why a project costs what it costs today, against its usual day. */
export function CausePanel({ projectId }: { projectId: string }) {
  const query = useQuery(causeQuery(projectId))
  return (
    <Section title={words.causes.title}>
      <Loaded query={query} skeleton={<TableBones rows={4} />}>
        {({ cause, pulse }) => (
          <>
            {pulse ? <PulseLine pulse={pulse} /> : null}
            <CauseView cause={cause} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
