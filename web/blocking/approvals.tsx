import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { BlockCard } from './block-card.tsx'
import { blocksQuery } from './queries.ts'

const say = words.blocking.approvals

/** What stands blocked, those first whose release was asked for, each with its decision; the past behind a button. */
export function Approvals({ teamId }: { teamId?: string }) {
  const of = teamId ? { teamId } : {}
  const query = useInfiniteQuery(blocksQuery({ ...of, state: 'unfinished' }))
  const [isPast, setPast] = useState(false)
  return (
    <Section title={say.title} about={say.about} id="approvals">
      <Loaded query={query} skeleton={<TableBones rows={3} />}>
        {({ pages }) => {
          const blocks = pages.flatMap((page) => page.items)
          if (blocks.length === 0) return <Empty title={say.none} />
          return (
            <>
              {blocks.toSorted(asking).map((block) => (
                <LinkedCard key={block.id} block={block} />
              ))}
              {query.hasNextPage ? (
                <Button className="self-start" onClick={() => void query.fetchNextPage()}>
                  {words.common.more}
                </Button>
              ) : null}
            </>
          )
        }}
      </Loaded>
      {isPast ? (
        <Past of={of} />
      ) : (
        <Button tone="quiet" className="-ml-3 self-start" onClick={() => setPast(true)}>
          {say.past}
        </Button>
      )}
    </Section>
  )
}

function Past({ of }: { of: { teamId?: string } }) {
  const query = useInfiniteQuery(blocksQuery({ ...of, state: 'released' }))
  return (
    <Loaded query={query} skeleton={<TableBones rows={3} />}>
      {({ pages }) => (
        <>
          {pages.flatMap((page) => page.items.map((block) => <LinkedCard key={block.id} block={block} />))}
          {query.hasNextPage ? (
            <Button className="self-start" onClick={() => void query.fetchNextPage()}>
              {words.common.more}
            </Button>
          ) : null}
        </>
      )}
    </Loaded>
  )
}

function LinkedCard({ block }: { block: Block }) {
  const { projectId, teamId } = block
  const link = 'self-start text-sm text-accent underline-offset-4 hover:underline'
  return (
    <BlockCard block={block}>
      {projectId ? (
        <Link to="/projects/$id" params={{ id: projectId }} className={link}>
          {block.teamName} · {say.open}
        </Link>
      ) : (
        <Link to="/teams/$id" params={{ id: teamId }} className={link}>
          {block.teamName} · {say.open}
        </Link>
      )}
    </BlockCard>
  )
}

function asking(left: Block, right: Block): number {
  return Number(isAsked(right)) - Number(isAsked(left))
}

function isAsked(block: Block): boolean {
  return block.requests.some(({ decision }) => decision === null)
}
