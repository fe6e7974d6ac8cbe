import { useQuery } from '@tanstack/react-query'
import type { Binding } from '../../src/teams/api.ts'
import { Badge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { bindingsQuery } from './queries.ts'

const say = words.projects.binding

export const BINDING_COLUMNS: Column<Binding>[] = [
  {
    key: 'id',
    label: say.id,
    cell: (binding) => <code className="text-sm font-normal break-all select-all">{binding.externalId}</code>,
  },
  { key: 'name', label: say.externalName, cell: (binding) => <ExternalName binding={binding} /> },
  {
    key: 'from',
    label: say.since,
    cell: (binding) =>
      binding.fromBeginning ? (
        <span className="text-sm">{say.fromBeginning}</span>
      ) : (
        <Instant at={binding.from} className="text-sm" />
      ),
  },
  {
    key: 'state',
    label: words.spend.stateLabel,
    cell: (binding) =>
      binding.to ? (
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone="muted">{say.ended}</Badge>
          <Instant at={binding.to} className="text-sm text-muted" />
        </span>
      ) : (
        <Badge tone="ok">{say.active}</Badge>
      ),
  },
]

/** The Project IDs a project holds and held: history is never rewritten, so it is shown. */
export function BindingList({ projectId }: { projectId: string }) {
  const query = useQuery(bindingsQuery(projectId))
  return (
    <Loaded query={query} skeleton={<TableBones rows={2} />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-muted">{say.noneHistory}</p>
        ) : (
          <DataTable
            caption={words.projects.bindings}
            columns={BINDING_COLUMNS}
            rows={items}
            rowKey={(binding) => binding.id}
            muted={(binding) => binding.to !== null}
          />
        )
      }
    </Loaded>
  )
}

function ExternalName({ binding }: { binding: Binding }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <bdi className="max-w-60 truncate">{binding.externalName ?? words.common.none}</bdi>
      {binding.externalArchived ? (
        <span className="text-xs text-muted">{words.settings.unattributed.archived}</span>
      ) : null}
    </span>
  )
}
