import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompareRow } from '../../src/reports/value/api.ts'
import type { Lack } from '../../src/reports/worth/api.ts'
import { formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.value
/** Where the one thing is done that is missing. Spend that is too little needs no deed, only time. */
const PLACES = {
  'no-spend': '/projects/$id/settings',
  'no-outcomes': '/projects/$id/outcomes',
  'few-attempts': '/projects/$id/outcomes',
} as const

type Lacking = { projectId: string; lack: Lack; attempts: number | null }

/** What is missing, in one short line that leads to where it is mended. */
export function ShortStep({ projectId, lack, attempts }: Lacking) {
  const text = lack === 'few-attempts' ? say.nextStep[lack](formatCount(attempts ?? 0)) : say.nextStep[lack]
  if (lack === 'little-spend') return <>{text}</>
  return (
    <StepLink projectId={projectId} lack={lack}>
      {text}
    </StepLink>
  )
}

/** Why it is not compared, and what to do. */
export function LongStep({ row, lack }: { row: CompareRow; lack: Lack }) {
  const { projectId, name, attempts } = row
  const why = lack === 'few-attempts' ? say.lack[lack](formatCount(attempts ?? 0)) : say.lack[lack]
  if (lack === 'little-spend') return <>{why}</>
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {why}
      <StepLink projectId={projectId} lack={lack} label={words.common.actOn(name, say.lackStep[lack])}>
        {say.lackStep[lack]}
      </StepLink>
    </span>
  )
}

type LinkProps = { projectId: string; lack: keyof typeof PLACES; label?: string; children: ReactNode }

function StepLink({ projectId, lack, label, children }: LinkProps) {
  return (
    <Link
      to={PLACES[lack]}
      params={{ id: projectId }}
      aria-label={label}
      className="inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
    >
      {children}
    </Link>
  )
}
