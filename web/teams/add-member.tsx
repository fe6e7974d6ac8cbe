import { useQuery } from '@tanstack/react-query'
import type { Team, TeamMember } from '../../src/teams/api.ts'
import { peopleQuery } from '../people/queries.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { membersQuery } from './queries.ts'

const say = words.teams.memberSection

/** Somebody who already has an account; only admins see people outside their own teams. */
export function AddMember({ team }: { team: Team }) {
  const people = useQuery(peopleQuery)
  const members = useQuery(membersQuery(team.id))
  const add = useWrite({
    act: ({ personId, role }: { personId: string; role: string }) =>
      api.put<TeamMember>(`/api/teams/${team.id}/members/${encodeURIComponent(personId)}`, { role }),
    say: (member) => say.added(member.name),
  })
  if (!people.data || !members.data) return null
  const already = new Set(members.data.items.map((member) => member.personId))
  const free = people.data.items.filter((person) => !person.disabledAt && !already.has(person.id))
  if (free.length === 0) return <p className="text-sm text-muted">{say.nobodyLeft}</p>
  return (
    <Form
      error={add.error}
      submit={({ text }) => add.mutate({ personId: text('personId'), role: text('role') })}
      className="flex flex-col gap-3"
    >
      <div className="grid items-end gap-3 md:grid-cols-[minmax(0,1fr)_144px_auto]">
        <SelectField
          label={say.addPerson}
          name="personId"
          required
          choices={free.map((person) => ({ value: person.id, label: `${person.name} (${person.email})` }))}
        />
        <SelectField
          label={say.role}
          name="role"
          choices={[
            { value: 'member', label: words.common.member },
            { value: 'lead', label: words.common.lead },
          ]}
        />
        <Button type="submit" pending={add.isPending}>
          {say.add}
        </Button>
      </div>
    </Form>
  )
}
