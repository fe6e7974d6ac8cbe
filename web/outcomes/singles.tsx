import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SingleView } from '../../src/outcomes/api.ts'
import { api, withQuery } from '../platform/api.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Cut } from '../ui/cut.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Instant } from '../ui/instant.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { AskReason } from './ask-reason.tsx'
import { type OfDay, outcomesPath, singleOutcomesQuery } from './queries.ts'
import { formatScore } from './typed.ts'

const say = words.outcomes.list

/** The single outcomes of a day and task, as programs told of them. */
export function Singles({ of, mayCorrect, close }: { of: OfDay; mayCorrect: boolean; close: () => void }) {
  const [removing, setRemoving] = useState<SingleView | null>(null)
  const singles = useInfiniteQuery(singleOutcomesQuery(of))
  const about = words.outcomes.changes.about(formatLongDay(of.day), of.task || words.outcomes.noTask)
  if (removing) return <RemoveSingle of={of} single={removing} close={() => setRemoving(null)} />
  return (
    <Dialog open close={close} title={say.title} about={about}>
      <Loaded query={singles} skeleton={<TableBones rows={4} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          if (items.length === 0) return <p className="text-sm text-muted">{say.none}</p>
          return (
            <>
              <ul className="divide-y divide-line border-y border-line">
                {items.map((single) => (
                  <Single key={single.id} single={single} remove={mayCorrect ? () => setRemoving(single) : null} />
                ))}
              </ul>
              <LoadMore pages={singles} />
            </>
          )
        }}
      </Loaded>
      <Button onClick={close} className="self-end">
        {words.common.close}
      </Button>
    </Dialog>
  )
}

function Single({ single, remove }: { single: SingleView; remove: (() => void) | null }) {
  const { id, at, success, feedback, source, enteredBy, taskFromCall } = single
  const name = words.outcomes.sources[source]
  return (
    <li className="flex flex-col gap-1 py-2 text-sm">
      <span className="flex items-center justify-between gap-3">
        <Badge tone={success ? 'ok' : 'danger'}>{success ? say.success : say.failure}</Badge>
        {feedback ? (
          <span className="num">
            {words.outcomes.changes.feedback(formatScore(feedback.score), formatScore(feedback.max))}
          </span>
        ) : null}
        <Instant at={at} className="text-xs text-muted" />
      </span>
      <span className="flex min-w-0 items-center justify-between gap-3">
        <code className="min-w-0 text-xs">
          <Cut>{id}</Cut>
        </code>
        {remove ? (
          <Button tone="quiet" aria-label={words.common.actOn(id, words.outcomes.remove)} onClick={remove}>
            {words.outcomes.remove}
          </Button>
        ) : null}
      </span>
      <span className="text-xs text-muted">
        {enteredBy ? words.outcomes.byWhom(name, enteredBy) : name}
        {taskFromCall ? ` · ${say.fromCall}` : ''}
      </span>
    </li>
  )
}

function RemoveSingle({ of, single, close }: { of: OfDay; single: SingleView; close: () => void }) {
  const path = `${outcomesPath(of.projectId)}/singles/${encodeURIComponent(single.id)}`
  return (
    <AskReason
      title={say.removeTitle(single.id)}
      body={<p>{say.removeBody}</p>}
      done={say.removed}
      act={(reason) => api.delete(withQuery(path, { reason }))}
      close={close}
    />
  )
}
