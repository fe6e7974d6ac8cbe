import type { ReactNode } from 'react'
import { words } from '../words/index.ts'

/** The pages before a session: one column, one task. */
export function PublicPage({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col justify-center gap-6 px-4 py-12">
      <title>{`${title} · ${words.common.product}`}</title>
      <div>
        <p className="mb-6 flex items-center gap-2 text-sm font-medium text-muted">
          <img src="/favicon.svg" alt="" width={20} height={20} />
          {words.common.product}
        </p>
        <h1 className="text-xl font-semibold">{title}</h1>
        {about ? <p className="mt-1 text-muted">{about}</p> : null}
      </div>
      {children}
    </main>
  )
}
