import type { DaysPage, DayView } from '../../src/outcomes/api.ts'
import { Button } from '../ui/button.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatCount, formatLongDay, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { formatScore } from './typed.ts'

const say = words.outcomes
export type DayDeed = 'correct' | 'remove' | 'history' | 'singles'

type Props = {
  rows: readonly DayView[]
  scale: DaysPage['scale']
  mayCorrect: boolean
  start: (deed: DayDeed, day: DayView) => void
}

export function DayTable({ rows, scale, mayCorrect, start }: Props) {
  const columns: Column<DayView>[] = [
    {
      key: 'day',
      label: say.day,
      cell: ({ costDay }) => <span className="whitespace-nowrap">{formatLongDay(costDay)}</span>,
    },
    { key: 'task', label: say.task, cell: ({ task }) => <TaskName task={task} />, className: 'md:max-w-60' },
    { key: 'attempts', label: say.attempts, cell: ({ attempts }) => formatCount(attempts), numeric: true },
    { key: 'successes', label: say.successes, cell: ({ successes }) => formatCount(successes), numeric: true },
    {
      key: 'rate',
      label: say.rate,
      cell: ({ successRate }) => (successRate === null ? <Muted>{say.noRate}</Muted> : formatShare(successRate)),
      numeric: true,
    },
    { key: 'feedback', label: say.feedback, cell: (row) => <Feedback row={row} scale={scale} />, numeric: true },
    {
      key: 'counters',
      label: say.counters,
      cell: ({ counters }) => <Counters counters={counters} />,
      phone: 'line',
      wideOnly: true,
    },
    { key: 'source', label: say.source, cell: (row) => <Source row={row} start={start} />, phone: 'line' },
    {
      key: 'acts',
      label: say.acts,
      hideLabel: true,
      phone: 'wide',
      cell: (row) => <Acts row={row} mayCorrect={mayCorrect} start={start} />,
    },
  ]
  return (
    <DataTable caption={say.title} columns={columns} rows={rows} rowKey={({ costDay, task }) => `${costDay} ${task}`} />
  )
}

export function TaskName({ task }: { task: string }) {
  return task === '' ? <Muted>{say.noTask}</Muted> : <Cut>{task}</Cut>
}

function Muted({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>
}

function Feedback({ row: { feedback }, scale }: { row: DayView; scale: DaysPage['scale'] }) {
  if (feedback === null || scale === null) return <Muted>{say.noFeedback}</Muted>
  return (
    <span className="whitespace-nowrap">
      {say.mean(formatScore(feedback.mean), formatScore(scale.max), formatCount(feedback.count))}
    </span>
  )
}

function Counters({ counters }: { counters: DayView['counters'] }) {
  const named = Object.entries(counters).toSorted(([left], [right]) => (left < right ? -1 : 1))
  if (named.length === 0) return <Muted>{say.noFeedback}</Muted>
  return (
    <span className="flex min-w-0 flex-wrap gap-x-3 text-sm">
      {named.map(([name, count]) => (
        <span key={name} className="inline-flex max-w-full gap-1">
          <Cut className="max-w-40 text-muted">{name}</Cut>
          <span className="num">{formatCount(count)}</span>
        </span>
      ))}
    </span>
  )
}

function Source({ row, start }: { row: DayView; start: Props['start'] }) {
  const { total, singles } = row
  const count = formatCount(singles)
  const open = () => start('singles', row)
  if (total === null) {
    return (
      <Button tone="quiet" className="px-0!" aria-label={actOn(row, say.singles(count))} onClick={open}>
        {say.singles(count)}
      </Button>
    )
  }
  const source = say.sources[total.source]
  return (
    <span className="flex min-w-0 flex-col items-start text-sm max-md:items-end">
      <Cut className="md:max-w-44">{total.enteredBy ? say.byWhom(source, total.enteredBy) : source}</Cut>
      {singles > 0 ? <span className="text-xs text-muted">{say.notCounted(count)}</span> : null}
    </span>
  )
}

function Acts({ row, mayCorrect, start }: { row: DayView; mayCorrect: boolean; start: Props['start'] }) {
  const mayChange = mayCorrect && row.total !== null
  if (!mayChange && row.corrections === 0) return null
  const act = (deed: DayDeed, text: string) => (
    <Button tone="quiet" aria-label={actOn(row, text)} onClick={() => start(deed, row)}>
      {text}
    </Button>
  )
  return (
    <span className="flex flex-wrap gap-x-2 max-md:-ml-3 md:justify-end">
      {row.corrections > 0 ? act('history', say.history(row.corrections)) : null}
      {mayChange ? act('correct', say.correct) : null}
      {mayChange ? act('remove', say.remove) : null}
    </span>
  )
}

function actOn({ costDay, task }: DayView, act: string): string {
  return say.actOn(formatLongDay(costDay), task || say.noTask, act)
}
