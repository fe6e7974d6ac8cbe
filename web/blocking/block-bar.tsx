import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { BlockDialog } from './block-dialog.tsx'
import { LiveLine } from './live-line.tsx'
import { isApplying, toneOf } from './progress.ts'
import { blockStateQuery } from './queries.ts'

const say = words.blocking

type Props = {
  project: { id: string; name: string; archivedAt: string | null }
  /** The message's link: the dialog is open from the start. */
  asked?: boolean
  answered?: () => void
}

/** The button that stops a project, in sight wherever one is on the page; on a phone above the places at the bottom. */
export function BlockBar({ project, asked = false, answered }: Props) {
  const subject = { kind: 'projects', id: project.id } as const
  const { data: state } = useQuery(blockStateQuery(subject))
  const [open, setOpen] = useState(false)
  const isKnown = state !== undefined
  // Once: what changes while it is open, or has just been answered, does not open it again.
  useEffect(() => {
    if (asked && isKnown) setOpen(true)
  }, [asked, isKnown])
  if (project.archivedAt || !state) return null
  const blocks = state.blocks
  const stopped = blocks.find((block) => block.grade === 'stop' && block.state === 'open')
  const shown = stopped ?? blocks[0]
  const close = () => {
    setOpen(false)
    answered?.()
  }
  return (
    <section
      aria-label={say.bar}
      className="sticky top-0 z-20 -mx-4 flex min-h-12 items-center justify-between gap-x-4 gap-y-1 border-b border-line bg-ground px-4 py-1.5 max-md:fixed max-md:inset-x-0 max-md:top-auto max-md:bottom-[calc(56px+env(safe-area-inset-bottom))] max-md:mx-0 max-md:border-t max-md:border-b-0 md:-mx-2 md:px-2"
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 text-sm">
        {shown ? <BarState block={shown} /> : <span className="text-muted max-md:sr-only">{say.free}</span>}
        {shown || state.targets.every(({ access }) => access === 'yes' || access === 'unknown') ? null : (
          <span title={say.cannotHint}>
            <Badge tone="warn">{say.cannot}</Badge>
          </span>
        )}
      </div>
      {stopped ? (
        <a href="#block" className="shrink-0 text-sm text-accent underline-offset-4 hover:underline">
          {words.blocking.approvals.open}
        </a>
      ) : (
        <Button tone="danger" className="shrink-0" onClick={() => setOpen(true)}>
          {say.button}
        </Button>
      )}
      <BlockDialog subject={subject} name={project.name} state={state} open={open} close={close} />
    </section>
  )
}

function BarState({ block }: { block: Block }) {
  return (
    <>
      <Badge tone={toneOf(block)}>
        {isApplying(block) ? say.applying[block.grade] : say.state[block.grade][block.state]}
      </Badge>
      <LiveLine block={block} />
    </>
  )
}
