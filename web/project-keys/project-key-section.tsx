import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProjectKey } from '../../src/teams/project-keys/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Ago, Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CreateKey } from './create-key.tsx'
import { projectKeysQuery } from './queries.ts'
import { RenameKey } from './rename-key.tsx'
import { RevokeKey } from './revoke-key.tsx'

const say = words.projectKeys
const TONES: Record<ProjectKey['state'], BadgeTone> = { active: 'ok', expired: 'warn', revoked: 'muted' }

export function ProjectKeySection({ projectId, isArchived }: { projectId: string; isArchived: boolean }) {
  const query = useQuery(projectKeysQuery(projectId))
  const [open, setOpen] = useState<'create' | { kind: 'rename' | 'revoke'; key: ProjectKey } | null>(null)
  const close = () => setOpen(null)
  const create = isArchived ? null : (
    <Button tone="primary" onClick={() => setOpen('create')}>
      {say.create}
    </Button>
  )
  const columns = [
    ...COLUMNS,
    {
      key: 'act',
      label: say.revoke,
      hideLabel: true,
      className: 'md:w-px',
      cell: (key: ProjectKey) =>
        key.state === 'active' ? (
          <span className="flex gap-2">
            <Button onClick={() => setOpen({ kind: 'rename', key })} aria-label={say.renameOf(key.name)}>
              {say.rename}
            </Button>
            <Button onClick={() => setOpen({ kind: 'revoke', key })} aria-label={say.revokeOf(key.name)}>
              {say.revoke}
            </Button>
          </span>
        ) : null,
    },
  ]
  return (
    <SettingsSection title={say.title} about={say.about} id="keys">
      <Loaded query={query} skeleton={<TableBones rows={2} />}>
        {({ items }) => {
          const living = items.filter(({ state }) => state === 'active')
          const past = items.filter(({ state }) => state !== 'active')
          return (
            <>
              {living.length === 0 ? (
                <Empty title={say.empty} action={create}>
                  {say.emptyNext}
                </Empty>
              ) : (
                <>
                  <ShortTable caption={say.title} columns={columns} rows={living} rowKey={({ id }) => id} />
                  <div className="flex flex-wrap gap-2">
                    {create}
                    {isArchived ? null : (
                      <ButtonLink to="/projects/$id/connect" params={{ id: projectId }}>
                        {say.guide}
                      </ButtonLink>
                    )}
                  </div>
                </>
              )}
              {past.length > 0 ? <Past keys={past} /> : null}
            </>
          )
        }}
      </Loaded>
      <CreateKey projectId={projectId} open={open === 'create'} close={close} />
      <Dialogs open={open} close={close} />
    </SettingsSection>
  )
}

/** Kept mounted with the key it was last about, so that closing does not change what stands in it. */
function Dialogs({
  open,
  close,
}: {
  open: 'create' | { kind: 'rename' | 'revoke'; key: ProjectKey } | null
  close: () => void
}) {
  const asked = open === null || open === 'create' ? null : open
  return (
    <>
      <RenameKey projectKey={asked?.kind === 'rename' ? asked.key : null} close={close} />
      <RevokeKey projectKey={asked?.kind === 'revoke' ? asked.key : null} close={close} />
    </>
  )
}

function Past({ keys }: { keys: readonly ProjectKey[] }) {
  return (
    <details>
      <summary className="min-h-6 w-fit text-sm text-muted underline-offset-4 hover:underline">
        {say.past(keys.length)}
      </summary>
      <div className="mt-2">
        <DataTable
          caption={say.past(keys.length)}
          columns={COLUMNS}
          rows={keys}
          rowKey={({ id }) => id}
          muted={() => true}
        />
      </div>
    </details>
  )
}

const COLUMNS: Column<ProjectKey>[] = [
  {
    key: 'name',
    label: say.name,
    className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
    cell: (key) => (
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate">{key.name}</bdi>
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-xs font-normal text-muted">
          <code>{say.ends(key.last4)}</code>
          {key.createdByName ? <bdi className="min-w-0 truncate">{say.createdBy(key.createdByName)}</bdi> : null}
        </span>
      </span>
    ),
  },
  { key: 'state', label: say.stateLabel, cell: (key) => <Badge tone={TONES[key.state]}>{say.state[key.state]}</Badge> },
  {
    key: 'used',
    label: say.lastUsed,
    cell: (key) => (
      <span className="text-sm">
        {key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : <span className="text-muted">{say.neverUsed}</span>}
      </span>
    ),
  },
  {
    key: 'expires',
    label: say.expires,
    cell: (key) =>
      key.expiresAt ? (
        <Instant at={key.expiresAt} className="text-sm" />
      ) : (
        <span className="text-sm text-muted">{say.noExpiry}</span>
      ),
  },
]
