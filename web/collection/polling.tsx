import { useQuery } from '@tanstack/react-query'
import type { Polling } from '../../src/collection/polling/api.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Ago } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatDuration } from '../words/format.ts'
import { words } from '../words/index.ts'
import { PollingKinds } from './polling-kinds.tsx'
import { pollingQuery } from './queries.ts'

const say = words.polling

/** How old the usage of each organization is, when it is read next, and what reading it takes. */
export function PollingList({ teamId }: { teamId?: string }) {
  const query = useQuery(pollingQuery(teamId))
  return (
    <Loaded query={query} skeleton={<TableBones rows={2} />}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={say.none} />
        ) : (
          <ul className="flex flex-col gap-3">
            {items.map((one) => (
              <Organization key={one.organizationId} polling={one} />
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function Organization({ polling }: { polling: Polling }) {
  const teams = polling.teams.map((team) => team.name).join(', ')
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p dir="auto" className="min-w-0 font-medium">
          {teams ? say.organization(teams) : say.otherOrganization}
          {polling.keyLast4 ? (
            <span className="ml-2 text-xs font-normal text-muted">{say.key(polling.keyLast4)}</span>
          ) : null}
        </p>
        {polling.hot ? <Badge tone="warn">{say.hot}</Badge> : null}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
        <Fact label={say.readAt}>{polling.readAt ? <Ago at={polling.readAt} /> : say.unread}</Fact>
        <Fact label={say.next}>
          {polling.nextPollAt ? <Ago at={polling.nextPollAt} /> : say.noNext}
          <span className="text-muted"> · {say.every(formatDuration(polling.intervalSeconds))}</span>
        </Fact>
        <Fact label={say.budget}>{say.budgetText(polling.requestsLastMinute, polling.requestsLastRound)}</Fact>
      </dl>
      {polling.hot ? (
        <p className="text-sm text-muted">
          {polling.hotProjects.length > 0
            ? say.hotBecause(polling.hotProjects.map((project) => project.name).join(', '))
            : say.hotOther}
        </p>
      ) : null}
      {polling.problem ? (
        <Notice tone="danger">
          {polling.problem.detail}{' '}
          <span className="text-muted">
            (<Ago at={polling.problem.since} />)
          </span>
        </Notice>
      ) : null}
      <PollingKinds kinds={polling.kinds} />
    </li>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  )
}
