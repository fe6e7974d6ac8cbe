import type { Pulse } from '../../src/causes/api.ts'
import { useTimeZone } from '../ui/instant.tsx'
import { formatCount, formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.causes.pulse
const SIZE = { width: 240, height: 32 }

/** Calls per minute of the last hour, and since when they run away. */
export function PulseLine({ pulse }: { pulse: Pulse }) {
  const timeZone = useTimeZone()
  const highest = Math.max(1, ...pulse.minutes)
  const step = SIZE.width / Math.max(1, pulse.minutes.length)
  const about = say.about(
    formatTime(pulse.from, timeZone),
    formatCount(Math.max(0, ...pulse.minutes)),
    formatCount(pulse.minutes.at(-1) ?? 0),
  )
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
      <figure className="flex flex-col gap-1">
        <figcaption className="text-xs text-muted">{say.title}</figcaption>
        <svg role="img" aria-label={about} width={SIZE.width} height={SIZE.height} className="max-w-full">
          {pulse.minutes.map((calls, minute) => {
            const height = (calls / highest) * SIZE.height
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a minute is its place in the hour
                key={minute}
                x={minute * step}
                y={SIZE.height - height}
                width={Math.max(1, step - 1)}
                height={height}
                fill={pulse.since ? 'var(--danger)' : 'var(--accent)'}
              />
            )
          })}
          <line x1={0} x2={SIZE.width} y1={SIZE.height - 0.5} y2={SIZE.height - 0.5} stroke="var(--line-strong)" />
        </svg>
      </figure>
      {pulse.since ? <p className="text-sm text-danger">{say.since(formatTime(pulse.since, timeZone))}</p> : null}
    </div>
  )
}
