import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CallView } from '../../src/calls/api.ts'
import { CallCost } from '../calls/call-cost.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Ago } from '../ui/instant.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { newestCallQuery } from './queries.ts'

const say = words.connect.call
const ASK_EVERY_MS = 2_000

type Phase = 'waiting' | 'refused' | 'arrived' | 'connected'

/** Asks while the page is looked at, until a call has come through. */
export function FirstCall({ projectId }: { projectId: string }) {
  const query = useQuery({
    ...newestCallQuery(projectId),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.result === 'ok' ? false : ASK_EVERY_MS),
  })
  const call = query.data
  // What the page found when it was opened: a call that comes later is the one that was waited for.
  const [found, setFound] = useState<CallView | null | undefined>(undefined)
  if (found === undefined && call !== undefined) setFound(call)
  const phase = phaseOf(call, found)
  return (
    <div className="flex flex-col gap-3">
      <div className={`flex flex-col gap-3 rounded-md border px-4 py-3 ${BOX[phase]}`}>
        {/* Said once per state; the age below would be read out again and again. */}
        <p role="status" className="flex items-center gap-2 font-medium">
          {MARK[phase]}
          {TITLE[phase]}
          {phase === 'arrived' && call ? <span className="sr-only">{spoken(call)}</span> : null}
        </p>
        {ABOUT[phase] ? <p className="text-sm text-muted">{ABOUT[phase]}</p> : null}
        {call ? <Facts projectId={projectId} call={call} /> : null}
      </div>
      {query.isError ? <Notice tone="warn">{say.lost}</Notice> : null}
      {phase === 'waiting' || phase === 'refused' ? <Troubles /> : <After projectId={projectId} />}
    </div>
  )
}

function phaseOf(call: CallView | null | undefined, found: CallView | null | undefined): Phase {
  if (!call) return 'waiting'
  if (call.result !== 'ok') return 'refused'
  return found?.result === 'ok' ? 'connected' : 'arrived'
}

function spoken({ modelServed, modelAsked, cost, task }: CallView): string {
  const price = cost === null ? words.calls.costUnknown : formatMoney(cost)
  return [modelServed ?? modelAsked, price, task].filter(Boolean).join(', ')
}

const TITLE: Record<Phase, string> = {
  waiting: say.waiting,
  refused: say.refused,
  arrived: say.arrived,
  connected: say.connected,
}
const ABOUT: Record<Phase, string | null> = {
  waiting: say.waitingAbout,
  refused: say.refusedAbout,
  arrived: null,
  connected: say.connectedAbout,
}
const BOX: Record<Phase, string> = {
  waiting: 'border-line bg-surface',
  refused: 'border-warn bg-warn-soft',
  arrived: 'border-ok bg-ok-soft',
  connected: 'border-ok bg-ok-soft',
}
const good = <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-ok" />
const MARK: Record<Phase, ReactNode> = {
  waiting: <CircleDashed aria-hidden="true" className="size-4 shrink-0 text-muted" />,
  refused: <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-warn" />,
  arrived: good,
  connected: good,
}

function Facts({ projectId, call }: { projectId: string; call: CallView }) {
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Fact name={say.model}>{call.modelServed ?? call.modelAsked ?? words.calls.unsaid}</Fact>
        <Fact name={say.cost}>
          <CallCost call={call} />
        </Fact>
        <Fact name={say.task}>{call.task ?? say.noTask}</Fact>
        <Fact name={say.at}>
          <Ago at={call.at} />
        </Fact>
      </dl>
      <Link
        to="/projects/$id/calls/$callId"
        params={{ id: projectId, callId: call.id }}
        className="self-start text-sm text-accent underline underline-offset-4"
      >
        {say.open}
      </Link>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children}
      </dd>
    </>
  )
}

function After({ projectId }: { projectId: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink to="/projects/$id/calls" params={{ id: projectId }}>
        {say.all}
      </ButtonLink>
      <ButtonLink to="/projects/$id" params={{ id: projectId }}>
        {say.project}
      </ButtonLink>
    </div>
  )
}

function Troubles() {
  return (
    <details>
      <summary className="min-h-6 w-fit text-sm text-muted underline-offset-4 hover:underline">{say.trouble}</summary>
      <ul className="mt-2 flex flex-col gap-2 text-sm text-muted">
        {say.troubles.map((trouble) => (
          <li key={trouble} className="break-words">
            {trouble}
          </li>
        ))}
      </ul>
    </details>
  )
}
