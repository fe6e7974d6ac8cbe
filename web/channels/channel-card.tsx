import { useState } from 'react'
import type { Channel, ChannelTest } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Ago } from '../ui/instant.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { EditChannel } from './edit-channel.tsx'
import { TestResult } from './test-result.tsx'

const say = words.channels.settings

export function ChannelCard({ channel }: { channel: Channel }) {
  const path = `/api/channels/${channel.id}`
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const test = useWrite({ act: () => api.post<ChannelTest>(`${path}/test`) })
  const turn = useWrite({
    act: () => api.patch<Channel>(path, { enabled: !channel.enabled }),
    say: (changed) => (changed.enabled ? say.turnedOn(changed.name) : say.turnedOff(changed.name)),
    done: () => test.reset(),
  })
  const remove = useWrite({ act: () => api.delete(path), say: () => say.removed(channel.name) })
  const close = () => {
    setOpen(null)
    remove.reset()
    test.reset()
  }
  const { tone, word } = stateOf(channel)
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="text-sm text-muted">{words.channels.outbox.channels[channel.kind]}</span>
        <h3 dir="auto" className="min-w-0 font-medium wrap-anywhere">
          {channel.name}
        </h3>
        <Badge tone={tone}>{word}</Badge>
        {channel.lastOkAt ? (
          <span className="text-sm text-muted">
            {say.lastOk} <Ago at={channel.lastOkAt} />
          </span>
        ) : null}
      </div>
      <p className="text-sm wrap-anywhere text-muted">{targetOf(channel)}</p>
      {channel.enabled && channel.problem ? (
        <Notice tone="danger">
          {channel.problem.detail} {channel.waiting > 0 ? say.waiting(channel.waiting) : ''} (
          <Ago at={channel.problem.since} />)
        </Notice>
      ) : null}
      <TestResult told={test.data} />
      {test.error || turn.error ? <ProblemNote error={test.error ?? turn.error} /> : null}
      <div className="flex flex-wrap gap-2">
        {channel.enabled ? (
          <Button
            pending={test.isPending}
            pendingText={say.testing}
            onClick={() => test.mutate()}
            aria-label={say.of(channel.name, say.test)}
          >
            {say.test}
          </Button>
        ) : null}
        <Button onClick={() => setOpen('edit')} aria-label={say.of(channel.name, say.edit)}>
          {say.edit}
        </Button>
        <Button
          pending={turn.isPending}
          onClick={() => turn.mutate()}
          aria-label={say.of(channel.name, channel.enabled ? say.turnOff : say.turnOn)}
        >
          {channel.enabled ? say.turnOff : say.turnOn}
        </Button>
        <Button onClick={() => setOpen('remove')} aria-label={say.of(channel.name, say.remove)}>
          {say.remove}
        </Button>
      </div>
      <EditChannel channel={channel} open={open === 'edit'} close={close} />
      <Confirm
        open={open === 'remove'}
        close={close}
        title={say.removeTitle(channel.name)}
        body={channel.waiting > 0 ? say.removeWaiting(channel.waiting) : say.removeBody}
        confirm={say.removeConfirm}
        act={() => remove.mutate()}
        pending={remove.isPending}
        error={remove.error}
      />
    </li>
  )
}

function stateOf({ enabled, problem, kind, host, lastOkAt }: Channel): { tone: BadgeTone; word: string } {
  if (!enabled) return { tone: 'muted', word: say.off }
  if (problem) return { tone: 'danger', word: say.failing }
  if (kind === 'slack' && host === null) return { tone: 'muted', word: say.storedOnly }
  if (kind === 'mail') return { tone: 'ok', word: say.on }
  return lastOkAt ? { tone: 'ok', word: say.working } : { tone: 'muted', word: say.untried }
}

function targetOf({ kind, host, last4, addresses }: Channel): string {
  if (kind === 'mail') return addresses.join(', ')
  return host === null ? say.storedOnlyAbout : `${host} …${last4}`
}
