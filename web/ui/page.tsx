import { type ReactNode, useId } from 'react'
import { words } from '../words/index.ts'

type PageProps = {
  title: string
  hideTitle?: boolean
  over?: ReactNode
  under?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

export function Page({ title, hideTitle = false, over, under, actions, children }: PageProps) {
  return (
    <div className={`flex flex-col ${hideTitle ? '' : 'gap-6'}`}>
      <title>{`${title} · ${words.common.product}`}</title>
      <header className={hideTitle ? 'sr-only' : 'flex flex-wrap items-start justify-between gap-x-6 gap-y-3'}>
        <div className="min-w-0 flex-1 basis-64">
          {over ? <div className="mb-1 text-sm text-muted">{over}</div> : null}
          <h1 dir="auto" title={title} className="truncate text-xl font-semibold">
            {title}
          </h1>
          {under ? <div className="mt-1 max-w-[70ch] text-sm text-muted">{under}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

type SectionProps = { title: string; about?: ReactNode; actions?: ReactNode; id?: string; children: ReactNode }

export function Section({ title, about, actions, id, children }: SectionProps) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} id={id} className="flex min-w-0 flex-col gap-3 scroll-mt-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          {about ? <p className="mt-0.5 max-w-[70ch] text-sm text-muted">{about}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  )
}

/** Settings read as a list: what it is on the left, what can be done on the right. */
export function SettingsSection({ title, about, id, children }: Omit<SectionProps, 'actions'>) {
  const heading = useId()
  return (
    <section
      aria-labelledby={heading}
      id={id}
      className="grid scroll-mt-6 gap-x-10 gap-y-4 border-t border-line pt-6 lg:grid-cols-[240px_minmax(0,1fr)]"
    >
      <div>
        <h2 id={heading} className="text-lg font-semibold">
          {title}
        </h2>
        {about ? <p className="mt-1 text-sm text-muted">{about}</p> : null}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  )
}
