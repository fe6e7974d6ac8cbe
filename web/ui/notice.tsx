import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { isProblem } from '../platform/problem.ts'
import { words } from '../words/index.ts'

type Tone = 'info' | 'ok' | 'warn' | 'danger'

const LOOK = {
  info: { icon: Info, box: 'bg-accent-soft', mark: 'text-accent' },
  ok: { icon: CircleCheck, box: 'bg-ok-soft', mark: 'text-ok' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', mark: 'text-warn' },
  danger: { icon: CircleAlert, box: 'bg-danger-soft', mark: 'text-danger' },
} as const

export function Notice({
  tone = 'info',
  children,
  action,
  live = false,
}: {
  tone?: Tone
  children: ReactNode
  action?: ReactNode
  live?: boolean
}) {
  const { icon: Icon, box, mark } = LOOK[tone]
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3 py-2 ${box}`}
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      <div className="flex min-w-0 flex-1 basis-60 items-start gap-2">
        <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${mark}`} />
        <div className="min-w-0 max-w-[70ch]">{children}</div>
      </div>
      {action}
    </div>
  )
}

export function ProblemNote({ error, action }: { error: unknown; action?: ReactNode }) {
  const problem = isProblem(error) ? error : null
  return (
    <Notice tone="danger" live action={action}>
      <p>{problem ? problem.message : words.problem.pageUnknown}</p>
      {problem?.requestId && problem.status >= 500 ? (
        <p className="mt-1 text-xs text-muted">
          {words.problem.requestId} <code className="select-all">{problem.requestId}</code>
        </p>
      ) : null}
    </Notice>
  )
}
