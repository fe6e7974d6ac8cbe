import type { Me } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Page, SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { PasswordField } from './password-field.tsx'
import { Sessions } from './sessions.tsx'
import { Tokens } from './tokens.tsx'

const say = words.people.account

export function AccountPage() {
  const me = useMe()
  const roles =
    me.role === 'admin'
      ? words.common.admin
      : me.teams.map((team) => `${team.teamName} ${words.common[team.role]}`).join(', ') || say.noTeams
  return (
    <Page title={say.title} under={`${me.email} · ${roles}`}>
      <SettingsSection title={say.profile}>
        <Profile key={me.name} me={me} />
      </SettingsSection>
      <SettingsSection title={say.passwordTitle} about={say.passwordAbout}>
        <ChangePassword />
      </SettingsSection>
      <Sessions />
      <Tokens />
    </Page>
  )
}

function Profile({ me }: { me: Me }) {
  const save = useWrite({ act: (name: string) => api.patch<Me>('/api/me', { name }), say: () => words.common.saved })
  return (
    <Form error={save.error} submit={({ text }) => save.mutate(text('name'))} className="flex max-w-lg flex-col gap-3">
      <TextField
        label={words.people.name}
        name="name"
        defaultValue={me.name}
        required
        maxLength={100}
        autoComplete="name"
        error={fieldError(save.error, 'name')}
      />
      <Button type="submit" pending={save.isPending} className="self-start">
        {say.saveProfile}
      </Button>
    </Form>
  )
}

function ChangePassword() {
  const change = useWrite({
    act: (input: { currentPassword: string; newPassword: string }) => api.post('/api/me/password', input),
    say: () => say.passwordChanged,
  })
  return (
    <Form
      error={change.error}
      submit={({ text }, form) =>
        change.mutate(
          { currentPassword: text('currentPassword'), newPassword: text('newPassword') },
          { onSuccess: () => form.reset() },
        )
      }
      className="flex max-w-lg flex-col gap-3"
    >
      <PasswordField
        name="currentPassword"
        label={words.people.currentPassword}
        autoComplete="current-password"
        error={fieldError(change.error, 'currentPassword')}
      />
      <PasswordField
        name="newPassword"
        label={words.people.newPassword}
        autoComplete="new-password"
        error={fieldError(change.error, 'newPassword')}
      />
      <Button type="submit" pending={change.isPending} className="self-start">
        {say.changePassword}
      </Button>
    </Form>
  )
}
