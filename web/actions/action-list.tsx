import { useInfiniteQuery } from '@tanstack/react-query'
import type { Action } from '../../src/actions/api.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Instant } from '../ui/instant.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { changesOf } from './changes.ts'
import { type ActionFilter, actionsQuery } from './queries.ts'

const say = words.actions

const COLUMNS: Column<Action>[] = [
  {
    key: 'at',
    label: say.at,
    className: 'w-px',
    cell: (action) => <Instant at={action.at} className="text-sm font-normal text-muted" />,
  },
  { key: 'what', label: say.what, phone: 'wide', cell: (action) => <What action={action} /> },
  {
    key: 'actor',
    label: say.actor,
    className: 'md:w-40',
    cell: (action) => <bdi className="block max-w-40 truncate text-sm">{action.actorName}</bdi>,
  },
]

/** Who did what, when and why; the changed values unfold under the sentence. */
export function ActionList({ filter, limit = 50 }: { filter: ActionFilter; limit?: number }) {
  const query = useInfiniteQuery(actionsQuery(filter, limit))
  return (
    <Loaded query={query} skeleton={<TableBones rows={4} />}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items)
        if (rows.length === 0) return <Empty title={say.none}>{say.noneNext}</Empty>
        return (
          <div className="flex flex-col gap-4">
            <DataTable caption={say.title} columns={COLUMNS} rows={rows} rowKey={(action) => action.id} />
            <LoadMore pages={query} />
          </div>
        )
      }}
    </Loaded>
  )
}

function What({ action }: { action: Action }) {
  const changes = changesOf(action.before, action.after, say)
  return (
    <div className="py-1">
      <p dir="auto">{action.sentence}</p>
      {action.reason ? (
        <p dir="auto" className="text-sm whitespace-pre-line text-muted">
          {say.reason}: {action.reason}
        </p>
      ) : null}
      {changes.length > 0 ? (
        <details className="text-sm">
          <summary className="min-h-6 w-fit text-muted underline-offset-4 hover:underline">{say.details}</summary>
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
            {changes.map((change) => (
              <div key={change.field} className="contents">
                <dt className="text-muted">{change.field}</dt>
                <dd dir="auto">
                  {change.before} → {change.after}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </div>
  )
}
