import { Link } from '@tanstack/react-router'
import type { Alert } from '../../src/alerts/api.ts'
import { shareOfLimit } from '../thresholds/phase.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Ago, Instant } from '../ui/instant.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { Acknowledge } from './acknowledge.tsx'
import { CaseBadge } from './case-badge.tsx'
import { StateBar } from './state-bar.tsx'

const say = words.alerts

/** What is exceeded, how far it has been dealt with, and what to do next. */
export function AlertRow({ alert }: { alert: Alert }) {
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_auto] md:items-center">
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <CaseBadge alert={alert} />
          <span className="text-xs text-muted">
            <Instant at={alert.openedAt} />
          </span>
        </div>
        <p className="mt-0.5 min-w-0">
          <Link
            to="/alerts/$id"
            params={{ id: alert.id }}
            className="font-medium underline-offset-4 hover:underline"
            title={alert.projectName}
          >
            <bdi className="inline-block max-w-full truncate align-bottom">{alert.projectName}</bdi>
          </Link>{' '}
          <bdi className="text-sm text-muted">{alert.teamName}</bdi>
        </p>
        <Amounts alert={alert} />
      </div>
      <div className="min-w-0">
        <StateBar alert={alert} />
        <Messages messages={alert.messages} />
      </div>
      <div className="flex flex-wrap gap-2 md:justify-end">
        <Acknowledge alert={alert} />
        <ButtonLink to="/alerts/$id" params={{ id: alert.id }} aria-label={say.seeOf(alert.projectName)}>
          {say.see}
        </ButtonLink>
        <BlockLink alert={alert} />
      </div>
    </li>
  )
}

export function Amounts({ alert }: { alert: Alert }) {
  const { spend, limit, ratio, period, isExceeded, readAt } = alert
  return (
    <p className="text-sm">
      <span className="text-muted">{say.period[period]}</span>{' '}
      <span className={`num ${isExceeded ? 'font-medium text-danger' : ''}`}>
        {say.amount(formatMoney(spend), formatMoney(limit))}
        {ratio === null ? null : ` (${shareOfLimit(ratio)})`}
      </span>
      {readAt === null ? null : (
        <span className="text-xs text-muted">
          {' '}
          {words.spend.basis.estimated} · <Ago at={readAt} />
        </span>
      )}
    </p>
  )
}

/** Whether anybody heard of it, and how fast. */
export function Messages({ messages }: { messages: Alert['messages'] }) {
  const { total, sent, stored, failed, slowestSeconds } = messages
  if (total === 0) return <p className="text-xs text-warn">{say.noMessages}</p>
  return (
    <p className="text-xs text-muted">
      {say.messages(total, sent, stored)}
      {slowestSeconds === null ? null : ` · ${say.slowest(say.seconds(slowestSeconds))}`}
      {failed > 0 ? <span className="text-danger"> · {say.failed(failed)}</span> : null}
    </p>
  )
}

/** Opens the dialog on the project's page; nothing to stop where it stands still or the period is over. */
export function BlockLink({ alert }: { alert: Alert }) {
  const isStopped = alert.block?.isOpen && alert.block.grade === 'stop'
  if (!alert.isOpen || !alert.isExceeded || isStopped) return null
  return (
    <ButtonLink
      to="/projects/$id"
      params={{ id: alert.projectId }}
      search={{ block: 1 }}
      tone="danger"
      aria-label={say.blockOf(alert.projectName)}
    >
      {say.block}
    </ButtonLink>
  )
}
