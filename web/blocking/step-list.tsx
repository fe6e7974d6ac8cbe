import type { Block, BlockStep } from '../../src/blocking/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Progress } from '../ui/progress.tsx'
import { formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'
import { secondsOf } from './progress.ts'

const say = words.blocking
const TONES: Record<BlockStep['state'], BadgeTone> = {
  waiting: 'muted',
  running: 'accent',
  done: 'ok',
  refused: 'danger',
  failed: 'warn',
}

/** Each layer at each project of the provider: how far it is, why it is not, and what to do by hand. */
export function StepList({ block }: { block: Block }) {
  if (block.steps.length === 0) return <p className="text-sm text-muted">{say.dialog.noTargets}</p>
  const withNames = block.projectId === null
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {block.steps.map((step) => (
        <li key={`${step.kind} ${step.target}`} className="flex flex-col gap-1 py-2">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="min-w-24 font-medium">{say.steps[step.kind]}</span>
            <span className="sm:min-w-40">
              <Badge tone={TONES[step.state]}>{stateText(block, step)}</Badge>
            </span>
            {step.kind === 'admin-key' || step.kind === 'gateway' ? null : (
              <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 max-sm:basis-full">
                {withNames && step.projectName ? (
                  <span className="min-w-0 truncate text-sm" dir="auto">
                    {step.projectName}
                  </span>
                ) : null}
                <code className="min-w-0 truncate text-xs text-muted">{step.target}</code>
              </span>
            )}
            {step.state === 'running' && step.total > 1 ? (
              <div className="w-40">
                <Progress
                  label={say.steps[step.kind]}
                  done={step.done}
                  total={step.total}
                  text={say.steps.count(step.done, step.total)}
                />
              </div>
            ) : null}
          </div>
          {step.problem ? (
            <p className="max-w-[70ch] text-sm">
              {step.problem}{' '}
              {step.link ? (
                <a
                  href={step.link}
                  target="_blank"
                  rel="noreferrer"
                  className="text-accent underline-offset-4 hover:underline"
                >
                  {say.steps.byHand}
                </a>
              ) : null}
            </p>
          ) : null}
          <Notes notes={step.notes} />
        </li>
      ))}
    </ul>
  )
}

function stateText(block: Block, step: BlockStep): string {
  if (step.state !== 'done') return say.steps[step.state]
  const seconds = say.steps.seconds(secondsOf(block, step) ?? 0)
  const text = step.direction === 'restore' ? say.steps.restored(seconds) : say.steps.done(seconds)
  return step.kind === 'rate-limits' && step.total > 0 ? `${say.steps.count(step.done, step.total)} · ${text}` : text
}

export function Notes({ notes, title }: { notes: BlockStep['notes']; title?: string }) {
  if (notes.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="text-muted">{title ? `${title} ${notes.length}` : say.notes.title(notes.length)}</summary>
      <ul className="mt-1 flex flex-col gap-1 pl-4">
        {notes.map((note) => (
          <li key={`${note.item} ${note.field} ${note.kind}`}>
            {note.kind === 'held-by-other' ? null : (
              <>
                <span className="font-medium">{note.model ?? say.notes.spendLimit}</span>
                {note.field && note.model ? ` ${say.figures[note.field] ?? note.field}` : ''}:{' '}
              </>
            )}
            {say.notes[note.kind]}
            {note.original !== null || note.value !== null ? (
              <span className="num text-muted">
                {' '}
                {say.notes.values(shown(note, note.value), shown(note, note.original))}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  )
}

function shown(note: BlockStep['notes'][number], value: number | null): string {
  if (value === null) return say.notes.noLimit
  return note.model === null ? say.notes.cents((value / 100).toFixed(2)) : formatCount(value)
}
