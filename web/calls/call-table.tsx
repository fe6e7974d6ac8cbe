import { Link } from '@tanstack/react-router'
import type { CallView } from '../../src/calls/api.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CallCost } from './call-cost.tsx'
import { formatMs } from './format-ms.ts'

const say = words.calls
const TONES: Record<CallView['result'], BadgeTone> = { ok: 'ok', error: 'danger', refused: 'warn', aborted: 'muted' }

export function CallResult({ call }: { call: Pick<CallView, 'result' | 'status'> }) {
  return (
    <Badge tone={TONES[call.result]}>
      {say.results[call.result]}
      {call.status !== null && call.result !== 'ok' ? <span className="num">{call.status}</span> : null}
    </Badge>
  )
}

function columnsOf(projectId: string): Column<CallView>[] {
  return [
    {
      key: 'at',
      label: say.columns.at,
      className: 'whitespace-nowrap',
      cell: (row) => (
        <Link
          to="/projects/$id/calls/$callId"
          params={{ id: projectId, callId: row.id }}
          className="underline-offset-4 hover:underline"
        >
          <Instant at={row.at} />
        </Link>
      ),
    },
    {
      key: 'task',
      label: say.columns.task,
      className: 'max-w-0 w-1/4 max-md:w-auto max-md:max-w-none',
      cell: (row) => (
        <span className="flex min-w-0 flex-col max-md:items-end">
          <Given text={row.task} missing={say.missing.task} />
          {row.intent === null ? null : <Cut className="text-xs text-muted">{row.intent}</Cut>}
        </span>
      ),
    },
    {
      key: 'model',
      label: say.columns.model,
      className: 'max-w-44 max-md:max-w-none',
      cell: (row) => <Given text={row.modelServed ?? row.modelAsked} missing={say.missing.model} />,
    },
    {
      key: 'user',
      label: say.columns.user,
      wideOnly: true,
      className: 'max-w-36 max-md:max-w-none',
      cell: (row) => <Given text={row.user} missing={say.missing.user} />,
    },
    { key: 'result', label: say.columns.result, cell: (row) => <CallResult call={row} /> },
    {
      key: 'tokens',
      label: say.columns.tokens,
      numeric: true,
      wideOnly: true,
      phone: 'line',
      cell: (row) => <Tokens call={row} />,
    },
    { key: 'cost', label: say.columns.cost, numeric: true, phone: 'line', cell: (row) => <CallCost call={row} /> },
    {
      key: 'duration',
      label: say.columns.duration,
      numeric: true,
      wideOnly: true,
      cell: (row) => (row.durationMs === null ? <Unsaid /> : formatMs(row.durationMs)),
    },
    {
      key: 'source',
      label: say.columns.source,
      phone: 'half',
      cell: (row) => <span className="text-sm text-muted">{say.sources[row.source]}</span>,
    },
  ]
}

export function CallTable({ projectId, calls }: { projectId: string; calls: readonly CallView[] }) {
  return <DataTable caption={say.title} columns={columnsOf(projectId)} rows={calls} rowKey={(row) => row.id} />
}

/** What programs say of their calls is any text at all. */
function Given({ text, missing }: { text: string | null; missing: string }) {
  if (text === null || text === '') return <span className="text-sm text-muted">{missing}</span>
  return <Cut>{text}</Cut>
}

function Tokens({ call }: { call: CallView }) {
  const { inputTokens, outputTokens } = call
  if (inputTokens === null && outputTokens === null) return <Unsaid />
  const count = (tokens: number | null) => (tokens === null ? say.unsaid : formatCount(tokens))
  return <span className="num text-sm whitespace-nowrap">{say.tokens(count(inputTokens), count(outputTokens))}</span>
}

function Unsaid() {
  return <span className="text-sm text-muted">{say.unsaid}</span>
}
