import { useId, useState } from 'react'
import type { Freshness, Todo } from '../../src/reports/api.ts'
import { shareOfLimit } from '../thresholds/phase.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { useNow, useTimeZone } from '../ui/instant.tsx'
import { formatAgo, formatMoney, formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { TodoLinks } from './todo-link.tsx'

const SHOWN = 5
const TONES: Record<Todo['severity'], BadgeTone> = { danger: 'danger', warn: 'warn', info: 'muted' }
const say = words.home.todo

export function TodoList({ todos, freshness }: { todos: readonly Todo[]; freshness: Freshness }) {
  const heading = useId()
  const [open, setOpen] = useState(false)
  const now = useNow()
  const shown = open ? todos : todos.slice(0, SHOWN)
  if (todos.length === 0) return <NothingToDo freshness={freshness} />
  return (
    <section aria-labelledby={heading} className="rounded-lg border border-line">
      <h2 id={heading} className="border-b border-line px-4 py-2.5 text-base font-semibold">
        {say.title} <span className="num ml-1 text-muted">{todos.length}</span>
      </h2>
      <ul className="divide-y divide-line">
        {shown.map((todo) => (
          <li
            key={`${todo.kind} ${todo.subjectId ?? `${todo.teamId} ${todo.projectId} ${todo.sentence}`}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5"
          >
            <Badge tone={TONES[todo.severity]}>{say.label[todo.kind]}</Badge>
            <p className="min-w-0 flex-1 basis-56">
              <span className={todo.use ? 'font-medium' : ''}>{todo.sentence}</span>
              {todo.use ? <UseOfLimit use={todo.use} isOver={todo.kind === 'breach'} /> : null}
              {todo.since ? (
                <span className="ml-2 text-xs whitespace-nowrap text-muted">
                  {say.since(formatAgo(todo.since, now))}
                </span>
              ) : null}
            </p>
            <TodoLinks todo={todo} />
          </li>
        ))}
      </ul>
      {todos.length > SHOWN ? (
        <div className="border-t border-line px-3 py-1">
          <Button tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? say.less : say.more(todos.length - SHOWN)}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function UseOfLimit({ use, isOver }: { use: NonNullable<Todo['use']>; isOver: boolean }) {
  return (
    <bdi className={`num ml-3 font-medium ${isOver ? 'text-danger' : 'text-warn'}`}>
      {words.spend.limitUse(formatMoney(use.spend), formatMoney(use.limit))}
      {use.ratio === null ? '' : ` (${shareOfLimit(use.ratio)})`}
    </bdi>
  )
}

/** A quiet day in one line: when it is looked at next, and how long ago it was. */
function NothingToDo({ freshness }: { freshness: Freshness }) {
  const timeZone = useTimeZone()
  const now = useNow()
  const next = freshness.nextCollectionAt
  const last = freshness.estimatedAt ?? freshness.lastCollectedAt
  return (
    <p className="rounded-lg border border-line px-4 py-3">
      {say.none}{' '}
      <span className="text-muted">
        {next ? say.next(dayAndTime(next, timeZone)) : null} {last ? say.last(formatAgo(last, now)) : null}
      </span>
    </p>
  )
}

function dayAndTime(instant: string, timeZone: string): string {
  const dayOf = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
  const at = Date.parse(instant)
  const now = Date.now()
  const day =
    dayOf(at) === dayOf(now)
      ? words.spend.today
      : dayOf(at) === dayOf(now + 86_400_000)
        ? say.tomorrow
        : new Intl.DateTimeFormat('ko-KR', { timeZone, month: 'long', day: 'numeric' }).format(at)
  return `${day} ${formatTime(instant, timeZone)}`
}
