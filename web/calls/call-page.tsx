import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CallDetail } from '../../src/calls/api.ts'
import { projectQuery } from '../teams/queries.ts'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatCount, formatWhole } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CallCost } from './call-cost.tsx'
import { CallResult } from './call-table.tsx'
import { ProjectLink } from './calls-page.tsx'
import { formatMs } from './format-ms.ts'
import { callChoicesQuery, callQuery } from './queries.ts'

const route = getRouteApi('/app/projects/$id/calls/$callId')
const say = words.calls

/** Everything that is known of one call. What was asked and answered is not: it is never stored. */
export function CallPage() {
  const { id, callId } = route.useParams()
  const project = useQuery(projectQuery(id))
  const call = useQuery(callQuery(id, callId))
  return (
    <Loaded query={call} skeleton={<TableBones rows={10} />}>
      {(found) => (
        <Page
          title={say.one}
          over={
            <span className="flex flex-wrap gap-x-2">
              {project.data ? <ProjectLink id={id} name={project.data.name} /> : null}
              <span aria-hidden="true">/</span>
              <Link to="/projects/$id/calls" params={{ id }} className="underline-offset-4 hover:underline">
                {say.title}
              </Link>
            </span>
          }
          under={
            <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <CallResult call={found} />
              <Instant at={found.at} />
              <span>{say.costDay(found.costDay)}</span>
            </span>
          }
        >
          <WhyNot call={found} />
          <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-6">
              <Purpose projectId={id} call={found} />
              <Course call={found} />
            </div>
            <div className="flex min-w-0 flex-col gap-6">
              <Cost call={found} />
              <Origin projectId={id} call={found} />
            </div>
          </div>
          <p className="text-sm text-muted">{say.neverStored}</p>
        </Page>
      )}
    </Loaded>
  )
}

function WhyNot({ call }: { call: CallDetail }) {
  if (call.result === 'ok') return null
  const why = call.problemCode === null ? null : (say.problems[call.problemCode] ?? null)
  return (
    <Notice tone={call.result === 'error' ? 'danger' : 'warn'}>
      <p>{why ?? say.resultsLong[call.result]}</p>
      {call.problemCode === null ? null : (
        <p className="mt-1 text-xs text-muted">
          {say.fields.problemCode} <code className="select-all">{call.problemCode}</code>
        </p>
      )}
    </Notice>
  )
}

function Purpose({ projectId, call }: { projectId: string; call: CallDetail }) {
  const model = call.modelServed ?? call.modelAsked
  return (
    <Facts title={say.parts.purpose}>
      <Fact name={say.fields.task} missing={say.notGiven}>
        {call.task}
      </Fact>
      <Fact name={say.fields.intent} missing={say.notGiven}>
        {call.intent}
      </Fact>
      <Fact name={say.fields.user} missing={say.notGiven}>
        {call.user}
      </Fact>
      <Fact name={say.fields.model}>{model}</Fact>
      {call.modelAsked !== null && call.modelAsked !== model ? (
        <Fact name={say.fields.modelAsked}>{call.modelAsked}</Fact>
      ) : null}
      <Fact name={say.fields.trace} missing={say.notGiven}>
        {call.trace === null ? null : (
          <Link
            to="/projects/$id/calls"
            params={{ id: projectId }}
            search={{ trace: call.trace, period: 'all' }}
            className="break-all text-accent underline-offset-4 hover:underline"
          >
            {call.trace}
          </Link>
        )}
      </Fact>
      {Object.entries(call.meta).map(([name, text]) => (
        <Fact key={name} name={say.meta(name)}>
          {text}
        </Fact>
      ))}
    </Facts>
  )
}

/** Of all that is counted these are told even where they are zero. */
const ALWAYS = new Set(['inputTokens', 'outputTokens'])

function Cost({ call }: { call: CallDetail }) {
  const usage = Object.entries(call.usage ?? {}).filter(([name, count]) => ALWAYS.has(name) || Number(count) !== 0)
  return (
    <Facts title={say.parts.cost}>
      <Fact name={say.fields.cost}>
        <CallCost call={call} />
      </Fact>
      {call.cost === null ? null : <Fact name={say.fields.exact}>{`$${call.cost.amount}`}</Fact>}
      <Fact name={say.fields.costFrom}>{costFrom(call)}</Fact>
      {call.estimated ? <Fact name={say.estimated}>{say.estimatedHint}</Fact> : null}
      {Object.entries(call.tools ?? {}).map(([name, count]) => (
        <Fact key={name} name={say.tools[name] ?? name}>
          {say.times(count)}
        </Fact>
      ))}
      {usage.length === 0 ? <Fact name={say.fields.usage}>{null}</Fact> : null}
      {usage.map(([name, count]) => (
        <Fact key={name} name={say.counters[name] ?? name}>
          <span className="num">{formatWhole(String(count))}</span>
        </Fact>
      ))}
    </Facts>
  )
}

function costFrom({ cost, costFrom, unpriced, result }: CallDetail): string {
  if (costFrom !== 'none') return say.costFrom[costFrom]
  if (cost !== null) return say.costFrom[result === 'refused' ? 'refused' : 'notCharged']
  return unpriced ? say.costUnknownHint : say.costNoneHint
}

function Course({ call }: { call: CallDetail }) {
  const { durationMs, firstTokenMs, retries, outputTokens } = call
  return (
    <Facts title={say.parts.course}>
      <Fact name={say.fields.duration}>{durationMs === null ? null : formatMs(durationMs)}</Fact>
      {call.streamed || firstTokenMs !== null ? (
        <Fact name={say.fields.firstToken}>{firstTokenMs === null ? null : formatMs(firstTokenMs)}</Fact>
      ) : null}
      {durationMs && outputTokens ? (
        <Fact name={say.fields.speed}>
          {say.perSecond(formatCount(Math.round(outputTokens / (durationMs / 1_000))))}
        </Fact>
      ) : null}
      <Fact name={say.fields.status}>{call.status === null ? null : String(call.status)}</Fact>
      <Fact name={say.fields.retries}>{retries === null ? null : say.times(retries)}</Fact>
      <Fact name={say.fields.streamed}>{call.streamed ? say.yes : say.no}</Fact>
      <Fact name={say.fields.batch}>{call.batch === null ? null : call.batch ? say.yes : say.no}</Fact>
      <Fact name={say.fields.serviceTier}>{call.serviceTier}</Fact>
      {call.size === null ? null : <Fact name={say.fields.size}>{call.size}</Fact>}
    </Facts>
  )
}

function Origin({ projectId, call }: { projectId: string; call: CallDetail }) {
  const key = useQuery(callChoicesQuery(projectId, {})).data?.keys.find(({ id }) => id === call.keyId)
  return (
    <Facts title={say.parts.origin}>
      <Fact name={say.fields.source}>
        {call.toldBy === 'several' ? say.toldBySeveral(say.sources[call.source]) : say.sources[call.source]}
      </Fact>
      <Fact name={say.fields.key}>{key ? say.key(key.name, key.lastFour, key.isRevoked) : null}</Fact>
      <Fact name={say.fields.endpoint}>{call.endpoint}</Fact>
      <Fact name={say.fields.responseId}>{call.responseId}</Fact>
      <Fact name={say.fields.recordId}>{call.recordId}</Fact>
      <Fact name={say.fields.recordedAt}>
        <Instant at={call.recordedAt} />
      </Fact>
    </Facts>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section title={title}>
      <dl className="flex flex-col">{children}</dl>
    </Section>
  )
}

type FactProps = { name: string; missing?: string; children: ReactNode }

function Fact({ name, missing = say.unsaid, children }: FactProps) {
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 border-b border-line py-1.5">
      <dt dir="auto" className="min-w-0 text-sm break-words text-muted">
        {name}
      </dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children === null || children === '' ? <span className="text-sm text-muted">{missing}</span> : children}
      </dd>
    </div>
  )
}
