import { useQuery } from '@tanstack/react-query'
import type { WebhookHost } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { webhookHostsQuery } from './queries.ts'

const say = words.channels.hosts

/** Where webhooks may lead beside Slack: a chat of the company's own that speaks like it. */
export function WebhookHosts() {
  const query = useQuery(webhookHostsQuery)
  return (
    <SettingsSection title={say.title} about={say.about} id="webhook-hosts">
      <Loaded query={query} skeleton={<Bone className="h-20 w-full" />}>
        {({ items }) => <Hosts items={items} />}
      </Loaded>
    </SettingsSection>
  )
}

function Hosts({ items }: { items: readonly WebhookHost[] }) {
  const save = useWrite({
    act: (hosts: readonly WebhookHost[]) => api.put('/api/webhook-hosts', { items: hosts }),
    say: () => words.common.saved,
  })
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <ul aria-label={say.title} className="divide-y divide-line border-y border-line">
        <li className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 py-1">
          <span className="wrap-anywhere">https://hooks.slack.com</span>
          <span className="text-sm text-muted">{say.always}</span>
        </li>
        {items.map((host) => (
          <li key={host.origin} className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 py-1">
            <span className="min-w-0 wrap-anywhere">
              {host.origin} {host.allowsPrivate ? <span className="text-sm text-muted">{say.inside}</span> : null}
            </span>
            <Button
              aria-label={say.removeOf(host.origin)}
              pending={save.isPending}
              onClick={() => save.mutate(items.filter(({ origin }) => origin !== host.origin))}
            >
              {say.remove}
            </Button>
          </li>
        ))}
      </ul>
      {save.error ? <ProblemNote error={save.error} /> : null}
      <Form
        error={null}
        label={say.add}
        submit={({ text }, form) =>
          save.mutate([...items, { origin: text('origin').trim(), allowsPrivate: text('private') === 'on' }], {
            onSuccess: () => form.reset(),
          })
        }
        className="flex flex-col gap-3"
      >
        <TextField
          label={say.origin}
          name="origin"
          type="url"
          dir="ltr"
          placeholder="https://chat.example.com"
          required
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
        />
        <CheckField name="private" label={say.allowsPrivate} />
        <Button type="submit" pending={save.isPending} pendingText={words.common.saving} className="self-start">
          {say.add}
        </Button>
      </Form>
    </div>
  )
}
