import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { BlockDialog } from './block-dialog.tsx'
import { StatusOf } from './block-status.tsx'
import { blockStateQuery } from './queries.ts'

const say = words.blocking

/** All projects of a team at once, and with them its Admin key: the buttons. */
export function TeamBlockButtons({ team }: { team: { id: string; name: string; archivedAt: string | null } }) {
  const subject = { kind: 'teams', id: team.id } as const
  const { data: state } = useQuery(blockStateQuery(subject))
  const [asked, setAsked] = useState<'block' | 'key' | null>(null)
  if (team.archivedAt || !state) return null
  if (state.blocks.some((block) => block.projectId === null && block.state === 'open')) return null
  return (
    <>
      {state.maySetKeysAside && state.keys.length > 0 ? (
        <Button onClick={() => setAsked('key')}>{say.keyButton}</Button>
      ) : null}
      <Button tone="danger" onClick={() => setAsked('block')}>
        {say.teamButton}
      </Button>
      {asked ? (
        <BlockDialog
          key={asked}
          subject={subject}
          name={team.name}
          state={state}
          open
          withKeys={asked === 'key'}
          close={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}

export function TeamBlockStatus({ teamId }: { teamId: string }) {
  return <StatusOf subject={{ kind: 'teams', id: teamId }} teamId={teamId} />
}
