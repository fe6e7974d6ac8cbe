import type { Person } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { SelectField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const ROLES = [
  { value: 'member', label: words.common.member },
  { value: 'admin', label: words.common.admin },
]

/** The last admin cannot be demoted: the server says so, and the sentence stands under the field. */
export function PersonRole({ person }: { person: Person }) {
  const change = useWrite({
    act: (role: string) => api.patch<Person>(`/api/people/${encodeURIComponent(person.id)}`, { role }),
    say: (changed) => words.settings.roleChanged(changed.name, words.common[changed.role]),
  })
  return (
    <SelectField
      label={words.settings.roleOf(person.name)}
      hideLabel
      choices={ROLES}
      value={person.role}
      disabled={change.isPending || person.disabledAt !== null}
      onChange={(event) => change.mutate(event.target.value)}
      error={change.error?.message}
    />
  )
}
