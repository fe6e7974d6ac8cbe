import { useQuery } from '@tanstack/react-query'
import type { NewInvitation } from '../../src/people/api.ts'
import type { Team } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { teamsQuery } from '../teams/queries.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

const say = words.settings
const ROLES = [
  { value: 'member', label: words.common.member },
  { value: 'lead', label: words.common.lead },
]

/** Into one team, or (workspace settings) into any or none. A lead invites members, not leads. */
export function InviteForm({ team }: { team?: Team }) {
  const admin = isAdmin(useMe())
  const teams = useQuery({ ...teamsQuery(), enabled: !team })
  const invite = useWrite({
    act: (input: unknown) => api.post<NewInvitation>('/api/invitations', input),
    say: (made) => say.invited(made.email),
  })
  const submit = ({ text }: Values, form: HTMLFormElement) => {
    const teamId = team?.id ?? text('teamId')
    const input = {
      email: text('email'),
      role: text('role') === 'admin' ? 'admin' : 'member',
      teams: teamId ? [{ teamId, role: text('teamRole') === 'lead' ? 'lead' : 'member' }] : [],
    }
    invite.mutate(input, { onSuccess: () => form.reset() })
  }
  const email = (
    <TextField
      label={say.inviteEmail}
      name="email"
      type="email"
      required
      maxLength={254}
      autoComplete="off"
      error={fieldError(invite.error, 'email')}
    />
  )
  const teamRole = admin ? <SelectField label={say.inviteTeamRole} name="teamRole" choices={ROLES} /> : null
  return (
    <Form error={invite.error} submit={submit} className="flex flex-col gap-3" label={say.invite}>
      {team ? (
        <div className="grid items-end gap-3 md:grid-cols-[minmax(0,1fr)_144px_auto]">
          {email}
          {teamRole ?? <span className="max-md:hidden" />}
          <Button type="submit" pending={invite.isPending} pendingText={say.inviting}>
            {say.inviteSubmit}
          </Button>
        </div>
      ) : (
        <>
          <div className="grid items-end gap-3 md:grid-cols-2">
            {email}
            <SelectField
              label={say.inviteRole}
              name="role"
              choices={[
                { value: 'member', label: words.common.member },
                { value: 'admin', label: words.common.admin },
              ]}
            />
            <SelectField
              label={say.inviteTeam}
              name="teamId"
              choices={[
                { value: '', label: say.inviteNoTeam },
                ...(teams.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
            {teamRole}
          </div>
          <Button type="submit" pending={invite.isPending} pendingText={say.inviting} className="self-start">
            {say.inviteSubmit}
          </Button>
        </>
      )}
      {invite.data ? (
        <>
          <Notice tone="ok" live>
            {invite.data.mailed ? say.invitedMailed(invite.data.email) : say.invitedNotMailed(invite.data.email)}
          </Notice>
          <CopyField label={say.inviteLink} value={invite.data.link} />
        </>
      ) : null}
    </Form>
  )
}
