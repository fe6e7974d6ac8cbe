import { useState } from 'react'
import type { Team, TeamMember } from '../../src/teams/api.ts'
import { InviteForm } from '../people/invite-form.tsx'
import { api } from '../platform/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import type { Column } from '../ui/data-table.tsx'
import { SelectField } from '../ui/field.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { AddMember } from './add-member.tsx'
import { MemberTable } from './member-table.tsx'

const say = words.teams.memberSection
const ROLES = [
  { value: 'member', label: words.common.member },
  { value: 'lead', label: words.common.lead },
]

export function MemberSettings({ team }: { team: Team }) {
  const me = useMe()
  const [leaving, setLeaving] = useState<TeamMember | null>(null)
  const path = (personId: string) => `/api/teams/${team.id}/members/${encodeURIComponent(personId)}`
  const change = useWrite({
    act: ({ member, role }: { member: TeamMember; role: string }) =>
      api.put<TeamMember>(path(member.personId), { role }),
    say: (changed) => say.changed(changed.name, words.common[changed.role]),
  })
  const remove = useWrite({
    act: (member: TeamMember) => api.delete(path(member.personId)),
    say: (_, member) => say.removed(member.name),
    done: () => setLeaving(null),
  })
  const columns: Column<TeamMember>[] = [
    {
      key: 'role',
      label: say.role,
      className: 'md:w-36',
      cell: (member) => (
        <SelectField
          label={say.roleOf(member.name)}
          hideLabel
          choices={ROLES}
          value={member.role}
          onChange={(event) => change.mutate({ member, role: event.target.value })}
        />
      ),
    },
    {
      key: 'remove',
      label: say.remove,
      hideLabel: true,
      className: 'md:w-px',
      cell: (member) => (
        <Button onClick={() => setLeaving(member)} aria-label={say.removeOf(member.name)}>
          {say.remove}
        </Button>
      ),
    },
  ]
  return (
    <SettingsSection title={say.title} about={say.about} id="members">
      {change.error ? <ProblemNote error={change.error} /> : null}
      <MemberTable teamId={team.id} extra={columns} />
      {isAdmin(me) ? <AddMember team={team} /> : null}
      <InviteForm team={team} />
      <Confirm
        open={leaving !== null}
        close={() => {
          setLeaving(null)
          remove.reset()
        }}
        title={say.removeTitle(leaving?.name ?? '')}
        body={say.removeBody}
        confirm={say.removeConfirm}
        act={() => leaving && remove.mutate(leaving)}
        pending={remove.isPending}
        error={remove.error}
      />
    </SettingsSection>
  )
}
