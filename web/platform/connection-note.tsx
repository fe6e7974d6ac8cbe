import { useTimeZone } from '../ui/instant.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { useSilenceSince } from './connection.ts'

/** An open page whose server is gone must not look like a quiet day. */
export function ConnectionNote() {
  const timeZone = useTimeZone()
  const since = useSilenceSince()
  return (
    <div role="alert" className={`sticky top-0 z-40 ${since === null ? '' : 'mb-4'}`}>
      {since === null ? null : (
        <Notice tone="danger">{words.shell.serverAway(formatTime(new Date(since).toISOString(), timeZone))}</Notice>
      )}
    </div>
  )
}
