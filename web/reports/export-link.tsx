import { Download } from 'lucide-react'
import { withQuery } from '../platform/api.ts'
import { words } from '../words/index.ts'
import { addDays, currentDay } from './days.ts'

const DAYS = 30

export function ExportLink({ teamId }: { teamId?: string }) {
  const to = addDays(currentDay(), -1)
  const href = withQuery('/api/export/costs', { from: addDays(to, 1 - DAYS), to, format: 'csv', teamId })
  return (
    <a
      href={href}
      download
      title={words.projects.exportAbout}
      className="inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/60 bg-raised px-3 text-sm font-medium whitespace-nowrap hover:bg-surface pointer-coarse:min-h-11"
    >
      <Download aria-hidden="true" className="size-4" />
      {words.projects.export}
    </a>
  )
}
