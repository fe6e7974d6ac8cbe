import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Unattributed } from '../../src/reports/unattributed/api.ts'
import type { BindingResult } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { Problem } from '../platform/problem.ts'
import { useWrite } from '../platform/write.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { projectRowsQuery } from './queries.ts'

type Scope = Unattributed['scopes'][number]
const say = words.settings.unattributed
const MOST = 100

/** Each outside project that nobody owns, with the one step that gives it an owner. */
export function UnattributedScopes({ scopes }: { scopes: readonly Scope[] }) {
  const [binding, setBinding] = useState<Scope | null>(null)
  const columns: Column<Scope>[] = [
    { key: 'scope', label: say.scope, cell: (scope) => <ScopeName scope={scope} /> },
    {
      key: 'lastDay',
      label: say.lastDay,
      cell: (scope) => <span className="whitespace-nowrap text-sm">{formatLongDay(scope.lastDay)}</span>,
    },
    {
      key: 'amount',
      label: words.spend.amount,
      numeric: true,
      phone: 'line',
      cell: (scope) => <Amount value={scope.amount} className="font-medium" />,
    },
    {
      key: 'bind',
      label: say.bind,
      hideLabel: true,
      className: 'md:w-px',
      cell: (scope) =>
        scope.externalId ? (
          <Button onClick={() => setBinding(scope)} aria-label={say.bindOf(scope.name ?? scope.externalId)}>
            {say.bind}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <DataTable
        caption={say.title}
        columns={columns}
        rows={scopes}
        rowKey={(scope) => `${scope.organizationId} ${scope.externalId}`}
      />
      {binding?.externalId ? (
        <BindScope externalId={binding.externalId} name={binding.name} close={() => setBinding(null)} />
      ) : null}
    </>
  )
}

function ScopeName({ scope }: { scope: Scope }) {
  if (!scope.externalId) {
    return (
      <div>
        <p>{say.noProject}</p>
        <p className="max-w-[60ch] text-sm font-normal text-muted">{say.noProjectHint}</p>
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <bdi className="max-w-full truncate">{scope.name ?? scope.externalId}</bdi>
      {scope.name ? <code className="text-xs font-normal break-all text-muted">{scope.externalId}</code> : null}
      {scope.archived ? <span className="text-xs font-normal text-muted">{say.archived}</span> : null}
    </div>
  )
}

function BindScope({ externalId, name, close }: { externalId: string; name: string | null; close: () => void }) {
  const projects = useInfiniteQuery(projectRowsQuery({ sort: 'name' }, MOST))
  const rows = projects.data?.pages.flatMap((page) => page.items) ?? []
  const bind = useWrite({
    act: async (projectId: string) => {
      const { items } = await api.post<{ items: BindingResult[] }>(`/api/projects/${projectId}/bindings`, {
        externalIds: [externalId],
      })
      const refused = items.find((item) => !item.ok)
      if (refused) throw new Problem({ status: 409, code: refused.code ?? 'refused', detail: refused.detail })
      return items
    },
    say: (items) => items[0]?.detail ?? '',
    done: close,
  })
  return (
    <Dialog open close={close} title={say.bindTitle(name ?? externalId)} about={say.bindBody}>
      {projects.data && rows.length === 0 ? (
        <p>{say.bindNone}</p>
      ) : (
        <Form error={bind.error} submit={({ text }) => bind.mutate(text('projectId'))}>
          <SelectField
            label={say.bindTo}
            name="projectId"
            required
            choices={rows.map((row) => ({ value: row.projectId, label: `${row.name} · ${row.teamName}` }))}
          />
          {projects.hasNextPage ? (
            <Button
              tone="quiet"
              onClick={() => void projects.fetchNextPage()}
              pending={projects.isFetchingNextPage}
              className="self-start"
            >
              {words.common.more}
            </Button>
          ) : null}
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{words.common.cancel}</Button>
            <Button type="submit" tone="primary" pending={bind.isPending}>
              {say.bindSubmit}
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
