import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { Section } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { BlockCard } from './block-card.tsx'
import { isMoving } from './progress.ts'
import { blockStateQuery, type Subject } from './queries.ts'

const say = words.blocking

/** Whatever blocks this project now, live. Nothing at all where nothing does. */
export function BlockStatus({ projectId, teamId }: { projectId: string; teamId: string }) {
  return <StatusOf subject={{ kind: 'projects', id: projectId }} teamId={teamId} projectId={projectId} />
}

export function StatusOf({ subject, teamId, projectId }: { subject: Subject; teamId: string; projectId?: string }) {
  const { data: state } = useQuery(blockStateQuery(subject))
  useFreshPage(state?.blocks ?? [])
  if (!state || state.blocks.length === 0) return null
  return (
    <Section title={say.title} id="block">
      {state.blocks.map((block) => (
        <BlockCard key={block.id} block={block} />
      ))}
      {projectId ? (
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
    </Section>
  )
}

/** What blocked it before. */
export function PastBlocks({ subject }: { subject: Subject }) {
  const { data: state } = useQuery(blockStateQuery(subject))
  if (!state || state.past.length === 0) return null
  return (
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
  )
}

/** The rest of the page speaks of keys, states and deeds as well: it is read again once everything has come to rest. */
function useFreshPage(blocks: readonly Block[]): void {
  const queryClient = useQueryClient()
  const isBusy = blocks.some(isMoving)
  const wasBusy = useRef(isBusy)
  useEffect(() => {
    if (wasBusy.current && !isBusy) void queryClient.invalidateQueries()
    wasBusy.current = isBusy
  }, [isBusy, queryClient])
}
