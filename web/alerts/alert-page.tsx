import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { OpenedAlert } from '../../src/alerts/api.ts'
import { CauseView } from '../causes/cause-view.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Instant, useTimeZone } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'
import { Acknowledge } from './acknowledge.tsx'
import { Amounts, BlockLink, Messages } from './alert-row.tsx'
import { CaseBadge } from './case-badge.tsx'
import { Deliveries } from './deliveries.tsx'
import { Events } from './events.tsx'
import { alertQuery } from './queries.ts'
import { StateBar } from './state-bar.tsx'

const route = getRouteApi('/app/alerts/$id')
const say = words.alerts

export function AlertPage() {
  const { id } = route.useParams()
  const query = useQuery(alertQuery(id))
  return (
    <Loaded query={query} skeleton={<TableBones rows={6} />}>
      {(alert) => <Opened alert={alert} />}
    </Loaded>
  )
}

function Opened({ alert }: { alert: OpenedAlert }) {
  const timeZone = useTimeZone()
  return (
    <Page
      title={say.detail.title(alert.projectName)}
      over={
        <Link to="/alerts" className="underline-offset-4 hover:underline">
          {say.title}
        </Link>
      }
      under={
        <span className="flex flex-wrap items-baseline gap-x-3">
          <CaseBadge alert={alert} />
          <bdi>{alert.teamName}</bdi>
          {alert.acknowledgedBy ? <span>{say.acknowledgedBy(alert.acknowledgedBy)}</span> : null}
        </span>
      }
      actions={
        <>
          <Acknowledge alert={alert} />
          <ButtonLink to="/projects/$id" params={{ id: alert.projectId }}>
            {say.project}
          </ButtonLink>
          <RaiseLink alert={alert} />
          <BlockLink alert={alert} />
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <Amounts alert={alert} />
          {alert.isOpen ? (
            <p className="num text-sm text-muted">{say.resets(formatInstant(alert.resetsAt, timeZone))}</p>
          ) : null}
        </div>
        <StateBar alert={alert} />
        <Messages messages={alert.messages} />
      </div>
      <Section
        title={words.causes.title}
        about={
          alert.causeToldAt ? (
            <>
              {words.causes.told} · <Instant at={alert.causeToldAt} />
            </>
          ) : null
        }
      >
        <CauseView cause={alert.cause} />
      </Section>
      <Section title={say.detail.events}>
        <Events events={alert.events} />
      </Section>
      <Section title={say.detail.deliveries}>
        <Deliveries deliveries={alert.deliveries} />
      </Section>
    </Page>
  )
}

/** Raising is done where the limit is set. */
function RaiseLink({ alert }: { alert: OpenedAlert }) {
  if (!alert.isOpen) return null
  return (
    <ButtonLink to="/projects/$id/settings" params={{ id: alert.projectId }}>
      {say.raise}
    </ButtonLink>
  )
}
