import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { BlockCard } from './block-card.tsx'
import { blockStateQuery, type Subject } from './queries.ts'

const say = words.blocking

/** Whatever blocks this project or team now, live, and what blocked it before. Nothing at all where nothing ever did. */
export function BlockStatus({ projectId, teamId }: { projectId: string; teamId: string }) {
  return <StatusOf subject={{ kind: 'projects', id: projectId }} teamId={teamId} projectId={projectId} />
}

export function StatusOf({ subject, teamId, projectId }: { subject: Subject; teamId: string; projectId?: string }) {
  const { data: state } = useQuery(blockStateQuery(subject))
  if (!state || (state.blocks.length === 0 && state.past.length === 0)) return null
  return (
    <Section title={say.title} id="block">
      {state.blocks.map((block) => (
        <BlockCard key={block.id} block={block} />
      ))}
      {state.blocks.length > 0 && projectId ? (
        <p className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
          <Link
            to="/teams/$id"
            params={{ id: teamId }}
            hash="block"
            className="text-accent underline-offset-4 hover:underline"
          >
            {say.more.team}
          </Link>
          <Link
            to="/projects/$id/settings"
            params={{ id: projectId }}
            className="text-accent underline-offset-4 hover:underline"
          >
            {say.more.binding}
          </Link>
        </p>
      ) : null}
      {state.past.length > 0 ? (
        <details>
          <summary className="text-sm text-muted">
            {say.card.history} {state.past.length}
          </summary>
          <div className="mt-3 flex flex-col gap-4">
            {state.past.map((block) => (
              <BlockCard key={block.id} block={block} />
            ))}
          </div>
        </details>
      ) : null}
    </Section>
  )
}
