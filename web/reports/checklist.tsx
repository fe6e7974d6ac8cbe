import { Link } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Home } from '../../src/reports/api.ts'
import { CollectNowButton } from '../collection/collect-now.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

type Given = NonNullable<Home['checklist']>
type Step = {
  key: 'team' | 'adminKey' | 'binding' | 'firstCosts' | 'threshold' | 'channel'
  done: boolean
  act: ReactNode
}
const say = words.home.checklist

/** The way from an empty workspace to the first number; only the next step has a button. */
export function FirstRunChecklist({ checklist }: { checklist: Given }) {
  const heading = useId()
  const steps = stepsOf(checklist)
  const next = steps.find((step) => !step.done)
  const done = steps.filter((step) => step.done).length
  // Once there are figures to look at, only what is left stands before them.
  const shown = steps.map((step, index) => ({ step, index })).filter(({ step }) => !checklist.firstCosts || !step.done)
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={heading} className="text-lg font-semibold">
          {say.title}
        </h2>
        <p className="text-sm text-muted">{say.progress(done, steps.length)}</p>
      </div>
      <p className="max-w-[70ch] text-muted">{say.about}</p>
      <ol className="flex flex-col divide-y divide-line rounded-lg border border-line">
        {shown.map(({ step, index }) => (
          <li
            key={step.key}
            aria-current={step === next ? 'step' : undefined}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3"
          >
            <StepMark number={index + 1} done={step.done} next={step === next} />
            <div className="min-w-0 flex-1 basis-56">
              <p className={step.done ? 'text-muted' : 'font-medium'}>
                {say[step.key].title}
                <span className="sr-only"> ({step.done ? say.done : step === next ? say.now : say.later})</span>
              </p>
              {step.done ? null : <p className="text-sm text-muted">{say[step.key].about}</p>}
            </div>
            {step === next ? (
              step.act
            ) : step.done ? (
              <span aria-hidden="true" className="text-sm text-ok">
                {say.done}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {checklist.firstProjectId ? (
        <p className="text-sm text-muted">
          {say.connect}{' '}
          <Link
            to="/projects/$id/connect"
            params={{ id: checklist.firstProjectId }}
            className="text-accent underline underline-offset-4"
          >
            {words.connect.link}
          </Link>
        </p>
      ) : null}
      {checklist.mailConfigured ? null : <Notice>{say.mail}</Notice>}
    </section>
  )
}

function StepMark({ number, done, next }: { number: number; done: boolean; next: boolean }) {
  const look = done ? 'bg-ok-soft text-ok' : next ? 'bg-accent text-on-accent' : 'border border-line-strong text-muted'
  return (
    <span
      aria-hidden="true"
      className={`grid size-7 shrink-0 place-items-center rounded-full text-sm font-medium ${look}`}
    >
      {done ? <Check className="size-4" /> : number}
    </span>
  )
}

function stepsOf(checklist: Given): Step[] {
  const { firstTeamId: team, firstProjectId: project } = checklist
  return [
    {
      key: 'team',
      done: checklist.team,
      act: (
        <ButtonLink to="/teams" search={{ create: true }} tone="primary">
          {say.team.act}
        </ButtonLink>
      ),
    },
    {
      key: 'adminKey',
      done: checklist.adminKey,
      act: team ? (
        <ButtonLink to="/teams/$id/settings" params={{ id: team }} tone="primary">
          {say.adminKey.act}
        </ButtonLink>
      ) : null,
    },
    { key: 'binding', done: checklist.binding, act: bindingStep(team, project) },
    { key: 'firstCosts', done: checklist.firstCosts, act: <CollectNowButton tone="primary" /> },
    {
      key: 'threshold',
      done: checklist.threshold,
      act: project ? (
        <ButtonLink to="/projects/$id/settings" params={{ id: project }} tone="primary">
          {say.threshold.act}
        </ButtonLink>
      ) : null,
    },
    {
      key: 'channel',
      done: checklist.channel,
      act: (
        <ButtonLink to="/settings" tone="primary">
          {say.channel.act}
        </ButtonLink>
      ),
    },
  ]
}

function bindingStep(team: string | null, project: string | null): ReactNode {
  if (project)
    return (
      <ButtonLink to="/projects/$id/settings" params={{ id: project }} tone="primary">
        {say.binding.act}
      </ButtonLink>
    )
  return team ? (
    <ButtonLink to="/teams/$id" params={{ id: team }} tone="primary">
      {say.binding.actCreate}
    </ButtonLink>
  ) : null
}
