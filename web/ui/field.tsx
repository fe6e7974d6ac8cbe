import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'

const CONTROL =
  'min-h-9 w-full rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-base text-ink aria-invalid:border-danger disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:text-lg'

type Frame = { label: string; hint?: ReactNode; error?: string | undefined; hideLabel?: boolean }

/** A label above, a hint below, and the server's sentence about this field in its place when there is one. */
function Framed({ id, label, hint, error, hideLabel = false, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : null}
    </div>
  )
}

function described(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return ids === '' ? undefined : ids
}

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className = '',
  ...input
}: Frame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Framed id={id} label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      <input
        {...input}
        id={id}
        dir={input.dir ?? 'auto'}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, hint, error)}
        className={`${CONTROL} ${className}`}
      />
    </Framed>
  )
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className = '',
  ...area
}: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Framed id={id} label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      <textarea
        {...area}
        id={id}
        dir={area.dir ?? 'auto'}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, hint, error)}
        className={`${CONTROL} ${className}`}
      />
    </Framed>
  )
}

export type Choice = { value: string; label: string }

export function SelectField({
  label,
  hint,
  error,
  hideLabel,
  choices,
  className = '',
  ...select
}: Frame & SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly Choice[] }) {
  const id = useId()
  return (
    <Framed id={id} label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      <select
        {...select}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, hint, error)}
        className={`${CONTROL} truncate ${className}`}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Framed>
  )
}

export function CheckField({
  label,
  className = '',
  ...input
}: { label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label
      className={`inline-flex min-h-9 min-w-0 cursor-pointer items-center gap-2 text-sm has-disabled:cursor-default ${className}`}
    >
      <input {...input} type="checkbox" className="size-4 shrink-0 accent-accent" />
      {label}
    </label>
  )
}
