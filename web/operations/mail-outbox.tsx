import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Mail } from '../../src/operations/api.ts'
import { useMe } from '../platform/session.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Instant } from '../ui/instant.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { mailsQuery } from './queries.ts'

const say = words.operations.mails
const TONES: Record<Mail['state'], BadgeTone> = { waiting: 'accent', sent: 'ok', failed: 'danger', stored: 'muted' }

export function MailOutbox() {
  const me = useMe()
  const query = useInfiniteQuery(mailsQuery)
  const [open, setOpen] = useState<Mail | null>(null)
  const columns: Column<Mail>[] = [
    {
      key: 'subject',
      label: say.subject,
      className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
      cell: (mail) => <bdi className="block truncate font-normal">{mail.subject}</bdi>,
    },
    {
      key: 'to',
      label: say.to,
      cell: (mail) => (
        <span className="block max-w-56 truncate text-sm" title={mail.to}>
          {mail.to}
        </span>
      ),
    },
    {
      key: 'state',
      label: say.state,
      cell: (mail) => <Badge tone={TONES[mail.state]}>{say.states[mail.state]}</Badge>,
    },
    {
      key: 'at',
      label: say.at,
      numeric: true,
      phone: 'line',
      cell: (mail) => <Instant at={mail.sentAt ?? mail.createdAt} className="text-sm text-muted" />,
    },
    {
      key: 'open',
      label: say.open,
      hideLabel: true,
      className: 'md:w-px',
      cell: (mail) => (
        <Button onClick={() => setOpen(mail)} aria-label={say.openOf(mail.subject)}>
          {say.open}
        </Button>
      ),
    },
  ]
  return (
    <SettingsSection title={say.title} about={say.about} id="mails">
      {me.workspace.sendsMail ? null : <Notice>{say.notSending}</Notice>}
      <Loaded query={query} skeleton={<TableBones rows={3} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          if (rows.length === 0) return <p className="text-muted">{say.none}</p>
          return (
            <>
              <DataTable caption={say.title} columns={columns} rows={rows} rowKey={(mail) => mail.id} />
              <LoadMore pages={query} />
            </>
          )
        }}
      </Loaded>
      <Dialog open={open !== null} close={() => setOpen(null)} title={open?.subject ?? ''} about={open?.to}>
        {open?.problem ? <Notice tone="danger">{open.problem}</Notice> : null}
        <p className="rounded-md bg-surface p-3 text-sm whitespace-pre-wrap select-text">{open?.text}</p>
        <Button onClick={() => setOpen(null)} className="self-end">
          {words.common.close}
        </Button>
      </Dialog>
    </SettingsSection>
  )
}
