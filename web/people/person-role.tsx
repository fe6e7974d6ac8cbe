import type { Person } from '../../src/people/api.ts'
import { SelectField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const ROLES = [
  { value: 'member', label: words.common.member },
  { value: 'admin', label: words.common.admin },
]

type Props = { person: Person; pending: boolean; change: (role: string) => void }

export function PersonRole({ person, pending, change }: Props) {
  return (
    <SelectField
      label={words.settings.roleOf(person.name)}
      hideLabel
      choices={ROLES}
      value={person.role}
      disabled={pending || person.disabledAt !== null}
      onChange={(event) => change(event.target.value)}
    />
  )
}
