import { useQuery } from '@tanstack/react-query'
import { words } from '../words/index.ts'
import { openAlertsQuery } from './queries.ts'

/** How many cases are open, beside the name of the page in the navigation. */
export function OpenCount() {
  const { data } = useQuery(openAlertsQuery)
  if (!data || data.total === 0) return null
  const isUrgent = data.raised > 0
  return (
    <span
      className={`num ml-auto rounded-full px-1.5 text-xs font-medium ${isUrgent ? 'bg-danger text-on-danger' : 'bg-line text-ink'}`}
    >
      <span className="sr-only">{words.alerts.count(data.total)}</span>
      <span aria-hidden="true">{data.total > 99 ? '99+' : data.total}</span>
    </span>
  )
}
