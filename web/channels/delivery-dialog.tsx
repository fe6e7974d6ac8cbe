import { useQuery } from '@tanstack/react-query'
import type { OpenedDelivery } from '../../src/channels/api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { deliveryQuery } from './queries.ts'
import { SlackPreview } from './slack-preview.tsx'

const say = words.channels.outbox

/** A message as it was sent, and what became of it. */
export function DeliveryDialog({ id, close }: { id: string | null; close: () => void }) {
  const query = useQuery({ ...deliveryQuery(id ?? ''), enabled: id !== null })
  const about = query.data ? `${say.channels[query.data.channel]} · ${query.data.to}` : undefined
  return (
    <Dialog open={id !== null} close={close} title={query.data?.subject ?? say.message} about={about}>
      <Loaded query={query} skeleton={<Bone className="h-40 w-full" />}>
        {(delivery) => <Opened delivery={delivery} />}
      </Loaded>
      <Button onClick={close} className="self-end">
        {words.common.close}
      </Button>
    </Dialog>
  )
}

function Opened({ delivery }: { delivery: OpenedDelivery }) {
  const { state, problem, nextAttemptAt, possiblyTwice, delaySeconds, attempts } = delivery
  return (
    <>
      {problem ? <Notice tone={state === 'failed' ? 'danger' : 'warn'}>{problem}</Notice> : null}
      {possiblyTwice ? <Notice tone="warn">{say.twiceAbout}</Notice> : null}
      {delivery.channel === 'slack' && delivery.notice ? (
        <SlackPreview notice={delivery.notice} />
      ) : (
        <p className="rounded-md bg-surface p-3 text-sm wrap-anywhere whitespace-pre-wrap select-text">
          {delivery.text}
        </p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">{say.state}</dt>
        <dd>{say.states[state]}</dd>
        <dt className="text-muted">{say.detectedAt}</dt>
        <dd>
          <Instant at={delivery.detectedAt} />
        </dd>
        {delivery.sentAt ? (
          <>
            <dt className="text-muted">{say.sentAt}</dt>
            <dd>
              <Instant at={delivery.sentAt} />
              {delaySeconds === null ? null : ` (${say.delay(delaySeconds)})`}
            </dd>
          </>
        ) : null}
        {nextAttemptAt && attempts > 0 ? (
          <>
            <dt className="text-muted">{say.nextAttempt}</dt>
            <dd>
              <Instant at={nextAttemptAt} />
            </dd>
          </>
        ) : null}
        {attempts > 1 ? (
          <>
            <dt className="text-muted">{say.attempts}</dt>
            <dd>{say.times(attempts)}</dd>
          </>
        ) : null}
      </dl>
    </>
  )
}
