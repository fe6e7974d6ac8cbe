import { useQuery } from '@tanstack/react-query'
import type { WorkspaceSettings } from '../../src/people/api.ts'
import { ChannelSettings } from '../channels/channel-settings.tsx'
import { WebhookHosts } from '../channels/webhook-hosts.tsx'
import { Invitations } from '../people/invitations.tsx'
import { PeopleSection } from '../people/people-section.tsx'
import { AdminOnly } from '../platform/admin-only.tsx'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { workspaceQuery } from './queries.ts'

const say = words.settings

export function SettingsPage() {
  const workspace = useQuery(workspaceQuery)
  return (
    <AdminOnly>
      <Page title={say.title}>
        <SettingsSection title={say.general}>
          <Loaded query={workspace} skeleton={<Bone className="h-40 w-full" />}>
            {(settings) => <General key={`${settings.name} ${settings.timeZone}`} settings={settings} />}
          </Loaded>
        </SettingsSection>
        <PeopleSection />
        <Invitations />
        <ChannelSettings teamId={null} />
        <WebhookHosts />
      </Page>
    </AdminOnly>
  )
}

function General({ settings }: { settings: WorkspaceSettings }) {
  const save = useWrite({
    act: (input: WorkspaceSettings) => api.patch('/api/workspace', input),
    say: () => words.common.saved,
  })
  const zones = [...new Set([settings.timeZone, 'Asia/Seoul', 'UTC', ...Intl.supportedValuesOf('timeZone')])]
  return (
    <Form
      error={save.error}
      submit={({ text }) => save.mutate({ name: text('name'), timeZone: text('timeZone') })}
      className="flex max-w-lg flex-col gap-4"
    >
      <TextField
        label={say.name}
        name="name"
        defaultValue={settings.name}
        required
        maxLength={100}
        autoComplete="off"
        error={fieldError(save.error, 'name')}
      />
      <SelectField
        label={say.timeZone}
        name="timeZone"
        hint={say.timeZoneHint}
        defaultValue={settings.timeZone}
        choices={zones.map((zone) => ({ value: zone, label: zone }))}
        error={fieldError(save.error, 'timeZone')}
      />
      <Button type="submit" pending={save.isPending} pendingText={words.common.saving} className="self-start">
        {say.save}
      </Button>
    </Form>
  )
}
