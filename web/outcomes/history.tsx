import { useQuery } from '@tanstack/react-query'
import type { ChangeView, OutcomeFacts } from '../../src/outcomes/api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatCount, formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { type OfDay, outcomeChangesQuery } from './queries.ts'
import { formatScore } from './typed.ts'

const say = words.outcomes.changes

/** What was replaced or removed on a day: before, after, by whom and why. */
export function History({ of, close }: { of: OfDay; close: () => void }) {
  const changes = useQuery(outcomeChangesQuery(of))
  const about = say.about(formatLongDay(of.day), of.task || words.outcomes.noTask)
  return (
    <Dialog open close={close} title={say.title} about={about}>
      <Loaded query={changes} skeleton={<TableBones rows={2} />}>
        {(items) => (
          <ol className="divide-y divide-line border-y border-line">
            {items.map((change) => (
              <Change key={change.id} change={change} />
            ))}
          </ol>
        )}
      </Loaded>
      <Button onClick={close} className="self-end">
        {words.common.close}
      </Button>
    </Dialog>
  )
}

function Change({ change }: { change: ChangeView }) {
  const { at, outcomeId, before, after, by, source, reason } = change
  return (
    <li className="flex flex-col gap-1 py-3 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium wrap-anywhere">
          {outcomeId === null ? say.total : say.single(outcomeId)} {after === null ? say.removed : say.replaced}
        </span>
        <Instant at={at} className="text-xs text-muted" />
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <dt className="text-muted">{say.from}</dt>
        <dd className="num">{phraseOf(before)}</dd>
        {after ? (
          <>
            <dt className="text-muted">{say.to}</dt>
            <dd className="num">{phraseOf(after)}</dd>
          </>
        ) : null}
      </dl>
      <p className="text-muted wrap-anywhere">
        {say.by(by ?? say.program, words.outcomes.sources[source])} · {reason ? say.reason(reason) : say.noReason}
      </p>
    </li>
  )
}

function phraseOf({ attempts, successes, success, feedback, counters }: OutcomeFacts): string {
  const counts =
    attempts === null || successes === null
      ? success
        ? say.success
        : say.failure
      : say.facts(formatCount(attempts), formatCount(successes))
  const score = feedback ? [say.feedback(formatScore(feedback.score), formatScore(feedback.max))] : []
  const named = Object.entries(counters).map(([name, count]) => `${name} ${formatCount(count)}`)
  return [counts, ...score, ...named].join(' · ')
}
