import type { ReactNode } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { Badge } from '../ui/badge.tsx'
import { Instant, useTimeZone } from '../ui/instant.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatInstant, formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { BlockActions } from './block-actions.tsx'
import { nameOf } from './name.ts'
import { isApplying, toneOf } from './progress.ts'
import { Notes, StepList } from './step-list.tsx'

const say = words.blocking

/** One block: why it is there, how far it is, whether it is proven, and what can be done about it. */
export function BlockCard({ block, children }: { block: Block; children?: ReactNode }) {
  const timeZone = useTimeZone()
  const asking = block.requests.find(({ decision }) => decision === null)
  const lastRefused = asking ? undefined : block.requests.find(({ decision }) => decision === 'refused')
  return (
    <article
      aria-label={`${nameOf(block)} ${say.title}`}
      className="flex min-w-0 flex-col gap-3 border-t border-line pt-4"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="min-w-0 truncate font-medium" dir="auto">
          {nameOf(block)}
        </h3>
        <Badge tone={toneOf(block)}>
          {isApplying(block) ? say.applying[block.grade] : say.state[block.grade][block.state]}
        </Badge>
        {block.state === 'open' && block.grade === 'stop' && block.appliedAt ? (
          <Badge tone={block.proof === 'violated' ? 'danger' : block.proof === 'confirmed' ? 'ok' : 'muted'}>
            {say.proof[block.proof]}
          </Badge>
        ) : null}
      </header>
      <p className="text-sm text-muted">
        <Instant at={block.createdAt} /> · {originOf(block)} ·{' '}
        {block.until.at ? say.card.until.at(formatInstant(block.until.at, timeZone)) : say.card.until.approval}
      </p>
      <p className="max-w-[70ch]">
        <span className="text-muted">{say.card.reason}</span> {block.reason}
      </p>
      {block.state === 'released' ? <LeftBehind block={block} /> : <StepList block={block} />}
      {block.state === 'open' && block.appliedAt ? (
        <p className="max-w-[70ch] text-sm">
          {block.grade === 'stop' ? proofAbout(block) : say.proofAbout.slow}{' '}
          {block.lastCallAt && block.grade === 'stop' ? (
            <span className="num text-muted">{say.lastCall(formatTime(block.lastCallAt, timeZone))}</span>
          ) : null}
        </p>
      ) : null}
      {asking ? (
        <Notice tone="warn">
          <p>{say.release.waiting(asking.askedByName, asking.reason)}</p>
          {block.mayRelease ? null : <p className="text-sm text-muted">{say.release.waitingAbout}</p>}
        </Notice>
      ) : null}
      {lastRefused ? (
        <p className="text-sm text-muted">
          {say.release.lastRefused(lastRefused.decidedByName ?? '', lastRefused.decisionReason ?? '')}
        </p>
      ) : null}
      {block.state === 'released' ? (
        <p className="text-sm text-muted">
          <Instant at={block.releasedAt} /> · {say.card.released(block.releasedByName ?? '')} · {block.releaseReason}
        </p>
      ) : (
        <BlockActions block={block} asking={asking !== undefined} />
      )}
      {children}
    </article>
  )
}

/** What a release could not, or was not to, put back as it was. */
function LeftBehind({ block }: { block: Block }) {
  const notes = block.steps.flatMap((step) => step.notes).filter(({ kind }) => kind !== 'held-by-other')
  return <Notes notes={notes} title={say.card.changed} />
}

function originOf(block: Block): string {
  if (block.origin === 'person') return say.card.byPerson(block.requestedByName, say.card.deeds[block.grade])
  if (!block.crossing) return say.card.byRule
  return say.card.byThreshold(
    block.crossing.percent,
    say.card.periods[block.crossing.period],
    say.card.deeds[block.grade],
  )
}

function proofAbout(block: Block): string {
  if (block.proof === 'violated') return say.proofAbout.violated(block.callsAfter ?? 0, block.callingModels.join(', '))
  if (block.proof === 'pending' && block.setsKeysAside) return say.proofAbout.keysAside
  return say.proofAbout[block.proof]
}
