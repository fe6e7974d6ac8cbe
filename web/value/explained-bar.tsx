import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ProjectValue } from '../../src/reports/value/api.ts'
import { formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.value.explained
type Props = { projectId: string; explained: ProjectValue['explained'] }

/** How much of the spend recorded calls account for, what the rest is, and the way to make it less. */
export function ExplainedBar({ projectId, explained }: Props) {
  const { share, rest, metered, spend } = explained
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="font-medium">{titleOf(explained)}</h3>
        <Guide projectId={projectId}>{share !== null && share >= 1 ? say.guideDone : say.guide}</Guide>
      </div>
      {share === null ? null : (
        <div
          role="img"
          aria-label={say.barAbout(formatShare(share))}
          className="flex h-2.5 overflow-hidden rounded-full bg-line"
        >
          <span className="bg-accent" style={{ width: `${Math.min(1, share) * 100}%` }} />
        </div>
      )}
      <p className="max-w-[75ch] text-sm text-muted">
        {aboutOf({
          ...explained,
          metered: metered ? formatMoney(metered) : null,
          spend: spend ? formatMoney(spend) : null,
          rest: rest ? formatMoney(rest) : null,
        })}
      </p>
    </div>
  )
}

function titleOf({ state, share }: Props['explained']): string {
  if (share !== null) return say.title(formatShare(share))
  return say.titles[state === 'known' ? 'checking' : state]
}

type Shown = Pick<Props['explained'], 'state' | 'share'> & {
  metered: string | null
  spend: string | null
  rest: string | null
}

function aboutOf({ state, share, metered, spend, rest }: Shown): string {
  if (state === 'calls-only') return say.callsOnly
  if (state === 'nothing-spent') return say.nothingSpent
  if (share === null || spend === null) return say.checking(metered)
  if (metered === null) return say.none(spend)
  if (share > 1) return say.over(metered, spend)
  return Number(share) === 1 ? say.all(spend) : say.rest(metered, spend, rest ?? '')
}

export function Guide({ projectId, children }: { projectId: string; children: ReactNode }) {
  return (
    <Link
      to="/projects/$id/connect"
      params={{ id: projectId }}
      className="inline-flex min-h-6 items-center text-sm text-accent underline-offset-4 hover:underline"
    >
      {children}
    </Link>
  )
}
