import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Delivery } from '../../src/channels/api.ts'
import { useMe } from '../platform/session.ts'
import { teamsQuery } from '../teams/queries.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { SelectField } from '../ui/field.tsx'
import { Instant } from '../ui/instant.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { CHANNELS, type OutboxSearch, readOutboxSearch, STATES } from './outbox-search.ts'
import { deliveriesQuery } from './queries.ts'

const say = words.channels.outbox
const TONES: Record<Delivery['state'], BadgeTone> = { waiting: 'accent', sent: 'ok', failed: 'danger', stored: 'muted' }

export function OutboxPage() {
  const me = useMe()
  const search = useSearch({ from: '/app/outbox' })
  const query = useInfiniteQuery(deliveriesQuery(search))
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Page title={say.title} under={say.about}>
      {me.workspace.sendsMail ? null : <Notice>{say.notSending}</Notice>}
      <Filters search={search} />
      <Loaded query={query} skeleton={<TableBones rows={6} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          if (rows.length === 0) return <Empty title={Object.keys(search).length > 0 ? say.noneFound : say.none} />
          return (
            <>
              <DataTable caption={say.title} columns={columnsOf(setOpen)} rows={rows} rowKey={(row) => row.id} />
              <LoadMore pages={query} />
            </>
          )
        }}
      </Loaded>
      <DeliveryDialog id={open} close={() => setOpen(null)} />
    </Page>
  )
}

function columnsOf(open: (id: string) => void): Column<Delivery>[] {
  return [
    {
      key: 'subject',
      label: say.subject,
      className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
      cell: (row) => (
        <bdi className="block truncate font-normal" title={row.subject}>
          {row.subject}
        </bdi>
      ),
    },
    {
      key: 'to',
      label: say.to,
      cell: (row) => (
        <span className="block max-w-56 min-w-0 text-sm">
          <span className="text-muted">{say.channels[row.channel]}</span>{' '}
          <bdi className="break-all" title={row.to}>
            {row.to}
          </bdi>
        </span>
      ),
    },
    {
      key: 'state',
      label: say.state,
      cell: (row) => (
        <span className="flex flex-col items-start gap-0.5 max-md:items-end">
          {row.state === 'waiting' && row.problem ? (
            <Badge tone="warn">{say.retrying}</Badge>
          ) : (
            <Badge tone={TONES[row.state]}>{say.states[row.state]}</Badge>
          )}
          {row.late ? <Badge tone="warn">{say.late}</Badge> : null}
          {row.possiblyTwice ? <Badge tone="warn">{say.twice}</Badge> : null}
        </span>
      ),
    },
    {
      key: 'at',
      label: say.at,
      numeric: true,
      phone: 'line',
      cell: (row) => (
        <span className="text-sm text-muted">
          <Instant at={row.sentAt ?? row.createdAt} />
          {row.delaySeconds === null ? null : <span className="block text-xs">{say.delay(row.delaySeconds)}</span>}
        </span>
      ),
    },
    {
      key: 'open',
      label: say.open,
      hideLabel: true,
      className: 'md:w-px',
      cell: (row) => (
        <Button onClick={() => open(row.id)} aria-label={say.openOf(row.subject, row.to)}>
          {say.open}
        </Button>
      ),
    },
  ]
}

function Filters({ search }: { search: OutboxSearch }) {
  const navigate = useNavigate()
  const teams = useQuery(teamsQuery())
  const set = (part: Record<string, string>) =>
    void navigate({ to: '/outbox', search: readOutboxSearch({ ...search, ...part }), replace: true })
  const all = { value: '', label: say.all }
  return (
    <search className="grid grid-cols-2 items-end gap-3 max-sm:*:first:col-span-2 sm:grid-cols-3">
      <SelectField
        label={say.team}
        value={search.teamId ?? ''}
        onChange={(event) => set({ teamId: event.target.value })}
        choices={[all, ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.name }))]}
      />
      <SelectField
        label={say.channel}
        value={search.channel ?? ''}
        onChange={(event) => set({ channel: event.target.value })}
        choices={[all, ...CHANNELS.map((channel) => ({ value: channel, label: say.channels[channel] }))]}
      />
      <SelectField
        label={say.state}
        value={search.state ?? ''}
        onChange={(event) => set({ state: event.target.value })}
        choices={[all, ...STATES.map((state) => ({ value: state, label: say.states[state] }))]}
      />
    </search>
  )
}
