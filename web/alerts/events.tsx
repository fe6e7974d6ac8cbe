import type { AlertEvent } from '../../src/alerts/api.ts'
import { Instant } from '../ui/instant.tsx'
import { words } from '../words/index.ts'

const say = words.alerts.detail

/** Who did what when, the first thing first. */
export function Events({ events }: { events: readonly AlertEvent[] }) {
  if (events.length === 0) return <p className="text-muted">{say.noEvents}</p>
  return (
    <ol className="flex flex-col">
      {events.map((event) => (
        <li
          key={`${event.at} ${event.kind} ${event.sentence}`}
          className="grid gap-x-4 border-b border-line py-2 md:grid-cols-[11rem_minmax(0,1fr)_10rem]"
        >
          <Instant at={event.at} className="text-sm text-muted" />
          <div className="min-w-0">
            <p dir="auto">{event.sentence}</p>
            {event.reason ? (
              <p dir="auto" className="text-sm whitespace-pre-line text-muted">
                {event.reason}
              </p>
            ) : null}
          </div>
          <bdi className="truncate text-sm text-muted">{event.actorName ?? say.byRule}</bdi>
        </li>
      ))}
    </ol>
  )
}
