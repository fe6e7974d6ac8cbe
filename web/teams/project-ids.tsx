import { useQuery } from '@tanstack/react-query'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { bindingsQuery } from './queries.ts'

const SHOWN = 2

/** The ids by which OpenAI knows the project, beside its name: what somebody copies into the provider's own pages. */
export function ProjectIds({ projectId }: { projectId: string }) {
  const { data } = useQuery(bindingsQuery(projectId))
  if (!data) return <Bone className="h-5 w-40" />
  const held = data.items.filter((binding) => binding.to === null)
  if (held.length === 0) return null
  const rest = held.length - SHOWN
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {held.slice(0, SHOWN).map((binding) => (
        <code key={binding.id} className="text-xs break-all select-all">
          {binding.externalId}
        </code>
      ))}
      {rest > 0 ? <span>{words.projects.moreIds(rest)}</span> : null}
    </span>
  )
}
