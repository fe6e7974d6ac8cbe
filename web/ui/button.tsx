import { Link, type LinkProps } from '@tanstack/react-router'
import type { ButtonHTMLAttributes, ReactNode } from 'react'

type Tone = 'primary' | 'plain' | 'danger' | 'quiet'

const BASE =
  'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap transition-opacity duration-(--fade) disabled:opacity-60 pointer-coarse:min-h-11'
const TONES: Record<Tone, string> = {
  primary: 'bg-accent text-on-accent hover:opacity-90',
  plain: 'border border-line-strong/60 bg-raised text-ink hover:bg-surface',
  danger: 'bg-danger text-on-danger hover:opacity-90',
  quiet: 'text-accent hover:underline underline-offset-4 px-1',
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  tone?: Tone
  pending?: boolean | undefined
  pendingText?: string
}

/** While pending it keeps the focus and its width, and refuses a second press. */
export function Button({
  tone = 'plain',
  pending = false,
  pendingText,
  children,
  className = '',
  onClick,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={`${BASE} ${TONES[tone]} ${pending ? 'opacity-70' : ''} ${className}`}
    >
      {pending && pendingText ? pendingText : children}
    </button>
  )
}

export function ButtonLink({
  tone = 'plain',
  children,
  className = '',
  ...link
}: LinkProps & { tone?: Tone; children: ReactNode; className?: string; 'aria-label'?: string }) {
  return (
    <Link {...link} className={`${BASE} ${TONES[tone]} ${className}`}>
      {children}
    </Link>
  )
}
