import type { ReactNode } from 'react'

export type BadgeTone = 'ok' | 'warn' | 'danger' | 'muted' | 'accent'

const SHAPES: Record<BadgeTone, ReactNode> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  warn: <path d="M5 1 9.3 9H.7z" fill="currentColor" />,
  danger: <path d="M5 .4 9.6 5 5 9.6.4 5z" fill="currentColor" />,
  muted: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  accent: (
    <path d="M5 1.2A3.8 3.8 0 1 1 1.2 5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
  ),
}
const INK: Record<BadgeTone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  muted: 'text-muted',
  accent: 'text-accent',
}

/** A state has its own shape and its word; the colour only repeats them. */
export function Badge({ tone, children }: { tone: BadgeTone; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 text-sm whitespace-nowrap ${INK[tone]}`}>
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
        {SHAPES[tone]}
      </svg>
      {children}
    </span>
  )
}
