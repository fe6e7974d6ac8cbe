import { type FormEvent, type ReactNode, useRef } from 'react'
import { isProblem } from '../platform/problem.ts'
import { ProblemNote } from './notice.tsx'

export type Values = { text: (name: string) => string }

type Props = {
  submit: (values: Values, form: HTMLFormElement) => void
  error: unknown
  children: ReactNode
  className?: string
  label?: string
}

/** Says what went wrong above the fields unless a field says it; what was typed stays. */
export function Form({ submit, error, children, className = 'flex flex-col gap-4', label }: Props) {
  const ref = useRef<HTMLFormElement>(null)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (event.currentTarget.querySelector('[type=submit][aria-disabled=true]')) return
    const data = new FormData(event.currentTarget)
    submit({ text: (name) => readText(data, name) }, event.currentTarget)
  }
  return (
    <form ref={ref} onSubmit={onSubmit} className={className} aria-label={label}>
      {error ? <ProblemNote error={error} /> : null}
      {children}
    </form>
  )
}

export function fieldError(error: unknown, name: string): string | undefined {
  return isProblem(error) ? error.fields.get(name) : undefined
}

function readText(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
