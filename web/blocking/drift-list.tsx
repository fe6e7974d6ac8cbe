import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LimitChange } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { useTimeZone } from '../ui/instant.tsx'
import { Section } from '../ui/page.tsx'
import { formatCount, formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'
import { driftQuery } from './queries.ts'

const say = words.blocking.drift

/** What somebody changed at OpenAI between two daily looks. Not shown at all while there is nothing. */
export function DriftList({ projectId }: { projectId?: string }) {
  const { data } = useQuery(driftQuery(projectId))
  const timeZone = useTimeZone()
  const acknowledge = useWrite({
    act: (change: LimitChange) => api.post(`/api/limits/drift/${change.id}/acknowledge`),
    say: () => say.done,
  })
  if (!data || data.items.length === 0) return null
  const columns: Column<LimitChange>[] = [
    {
      key: 'what',
      label: say.what,
      cell: (change) => (
        <span className="min-w-0">
          {change.label}
          <span className="block text-xs font-normal text-muted">
            {change.item === 'spend-limit' ? '' : (words.blocking.figures[change.field] ?? '')} {change.externalId}
          </span>
        </span>
      ),
    },
    ...(projectId
      ? []
      : [
          {
            key: 'project',
            label: say.project,
            cell: (change: LimitChange) =>
              change.projectId ? (
                <Link
                  to="/projects/$id"
                  params={{ id: change.projectId }}
                  className="underline-offset-4 hover:underline"
                >
                  {change.projectName}
                </Link>
              ) : (
                say.nothing
              ),
          },
        ]),
    {
      key: 'change',
      label: say.change,
      cell: (change) => (
        <span className="num">
          {shown(change.before)} → {shown(change.after)}
        </span>
      ),
    },
    {
      key: 'when',
      label: say.when,
      wideOnly: true,
      cell: (change) => (
        <span className="text-sm text-muted">
          {say.between(formatInstant(change.notBefore, timeZone), formatInstant(change.seenAt, timeZone))}
        </span>
      ),
    },
    {
      key: 'deed',
      label: say.acknowledge,
      hideLabel: true,
      cell: (change) =>
        change.acknowledgedByName ? (
          <span className="text-sm text-muted">{say.acknowledged(change.acknowledgedByName)}</span>
        ) : (
          <Button
            pending={acknowledge.isPending && acknowledge.variables?.id === change.id}
            onClick={() => acknowledge.mutate(change)}
          >
            {say.acknowledge}
          </Button>
        ),
    },
  ]
  return (
    <Section title={say.title} about={say.about} id="drift">
      <DataTable
        caption={say.title}
        columns={columns}
        rows={data.items}
        rowKey={(change) => change.id}
        muted={(change) => change.acknowledgedByName !== null}
      />
    </Section>
  )
}

/** Counts as everywhere; amounts and what is no number as they are. */
function shown(value: string | null): string {
  if (value === null) return say.nothing
  return /^\d{1,15}$/.test(value) ? formatCount(Number(value)) : value
}
