import type { ReactNode } from 'react'

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1 rounded-md border border-dashed border-line-strong/60 px-4 py-6">
      <p className="font-medium">{title}</p>
      {children ? <p className="max-w-[60ch] text-sm text-muted">{children}</p> : null}
      {action ? <div className="mt-3 empty:hidden">{action}</div> : null}
    </div>
  )
}
