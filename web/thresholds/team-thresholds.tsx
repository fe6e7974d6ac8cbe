import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { BulkResult, Period, ThresholdTable, ThresholdTableRow } from '../../src/thresholds/api.ts'
import { announce } from '../platform/announcements.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { TextField } from '../ui/field.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { teamThresholdsQuery } from './queries.ts'
import { type Change, changesOf, type Edits, keyOf, shownLimit, withSuggestions } from './table-edits.ts'
import { ThresholdStateBadge } from './threshold-state.tsx'

const say = words.thresholds.team

/** One table for the limits of all projects of a team. What one row is refused does not hold back the others. */
export function TeamThresholds({ teamId }: { teamId: string }) {
  const query = useQuery(teamThresholdsQuery(teamId))
  return (
    <SettingsSection title={say.title} about={say.about} id="thresholds">
      <Loaded query={query} skeleton={<TableBones rows={4} />}>
        {(table) =>
          table.items.length === 0 ? (
            <Empty title={say.empty}>{say.emptyNext}</Empty>
          ) : (
            <EditableTable teamId={teamId} table={table} />
          )
        }
      </Loaded>
    </SettingsSection>
  )
}

type Results = ReadonlyMap<string, BulkResult>

function EditableTable({ teamId, table }: { teamId: string; table: ThresholdTable }) {
  const [edits, setEdits] = useState<Edits>(new Map())
  const [refused, setRefused] = useState<Results>(new Map())
  const changes = changesOf(table.items, edits)
  const save = useWrite({
    act: (items: Change[]) => api.put<{ items: BulkResult[] }>(`/api/teams/${teamId}/thresholds`, { items }),
    say: ({ items }) => {
      const bad = items.filter(({ ok }) => !ok).length
      return bad === 0 ? say.done(items.length) : say.some(items.length - bad, bad)
    },
    done: ({ items }) => {
      const bad = items.filter(({ ok }) => !ok)
      const keys = new Map(bad.map((result) => [keyOf(result.projectId, result.period), result]))
      setRefused(keys)
      setEdits((known) => new Map([...known].filter(([key]) => keys.has(key))))
    },
  })
  const edit = (projectId: string, period: Period, text: string) =>
    setEdits((known) => new Map(known).set(keyOf(projectId, period), text))
  const fill = () => {
    const filled = withSuggestions(table.items, edits)
    setEdits(filled.edits)
    announce(say.filled(filled.count))
  }
  const canFill = table.mayChange && withSuggestions(table.items, edits).count > 0
  const columns = columnsOf({ edits, refused, edit: table.mayChange ? edit : null })
  return (
    <div className="flex flex-col gap-3">
      {save.error ? <ProblemNote error={save.error} /> : null}
      {refused.size > 0 ? <Notice tone="warn">{say.refused}</Notice> : null}
      <DataTable caption={say.title} columns={columns} rows={table.items} rowKey={(row) => row.projectId} />
      {table.mayChange ? (
        <div className="flex flex-wrap gap-2">
          <Button
            tone="primary"
            disabled={changes.length === 0}
            pending={save.isPending}
            onClick={() => save.mutate(changes)}
          >
            {changes.length === 0 ? say.unchanged : say.save(changes.length)}
          </Button>
          {edits.size > 0 ? (
            <Button
              onClick={() => {
                setEdits(new Map())
                setRefused(new Map())
              }}
            >
              {say.undo}
            </Button>
          ) : null}
          {canFill ? <Button onClick={fill}>{say.fill}</Button> : null}
        </div>
      ) : null}
    </div>
  )
}

type Editing = {
  edits: Edits
  refused: Results
  edit: ((projectId: string, period: Period, text: string) => void) | null
}

function columnsOf(editing: Editing): Column<ThresholdTableRow>[] {
  return [
    {
      key: 'project',
      label: say.project,
      cell: (row) => (
        <Link
          to="/projects/$id"
          params={{ id: row.projectId }}
          dir="auto"
          className="block max-w-72 truncate underline-offset-4 hover:underline"
        >
          {row.projectName}
        </Link>
      ),
    },
    limitColumn('day', editing),
    limitColumn('week', editing),
    { key: 'now', label: say.now, cell: (row) => <Now row={row} /> },
  ]
}

function limitColumn(period: Period, { edits, refused, edit }: Editing): Column<ThresholdTableRow> {
  return {
    key: period,
    label: say[period],
    className: 'md:w-44',
    cell: (row) => {
      const threshold = row[period]
      if (!edit) return threshold ? <span className="num">{formatMoney(threshold.limit)}</span> : say.noLimit
      const suggestion = period === 'day' ? row.suggestedDay : row.suggestedWeek
      return (
        <TextField
          label={say.limitOf(row.projectName, say[period])}
          hideLabel
          value={shownLimit(row, period, edits)}
          onChange={(event) => edit(row.projectId, period, event.target.value)}
          placeholder={suggestion ? say.suggested(formatMoney(suggestion.limit)) : say.noLimit}
          error={refused.get(keyOf(row.projectId, period))?.detail}
          inputMode="decimal"
          maxLength={60}
          autoComplete="off"
          dir="ltr"
          className="num text-right max-md:w-40"
        />
      )
    },
  }
}

function Now({ row }: { row: ThresholdTableRow }) {
  const known = [row.day, row.week].filter((threshold) => threshold !== null)
  if (known.length === 0) return <span className="text-sm text-muted">{say.noLimit}</span>
  return (
    <span className="flex flex-col">
      {known.map((threshold) => (
        <span key={threshold.id} className="flex flex-wrap items-center gap-x-2">
          <span className="text-xs text-muted">{words.spend.periods[threshold.period]}</span>
          <ThresholdStateBadge threshold={threshold} />
          {threshold.raise ? <span className="text-xs text-muted">{say.raised}</span> : null}
        </span>
      ))}
    </span>
  )
}
