import type { NewToken } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

const say = words.people.account
const LIFETIMES = [
  { value: '90', label: say.expiresIn[90] },
  { value: '30', label: say.expiresIn[30] },
  { value: '365', label: say.expiresIn[365] },
  { value: '', label: say.expiresIn.none },
]

/** The secret is in this answer only and stays on screen until the page is left. */
export function CreateToken() {
  const create = useWrite({
    act: (input: { name: string; expiresInDays: number | null }) => api.post<NewToken>('/api/me/tokens', input),
  })
  return (
    <Form
      error={create.error}
      submit={({ text }, form) => {
        const days = text('expiresInDays')
        create.mutate(
          { name: text('name'), expiresInDays: days === '' ? null : Number(days) },
          { onSuccess: () => form.reset() },
        )
      }}
      className="flex flex-col gap-3"
    >
      <div className="grid items-start gap-3 md:grid-cols-[minmax(0,1fr)_144px]">
        <TextField
          label={say.tokenName}
          name="name"
          hint={say.tokenNameHint}
          required
          maxLength={100}
          autoComplete="off"
          error={fieldError(create.error, 'name')}
        />
        <SelectField label={say.expires} name="expiresInDays" choices={LIFETIMES} />
      </div>
      <Button type="submit" pending={create.isPending} className="self-start">
        {say.createToken}
      </Button>
      {create.data ? (
        <>
          <Notice tone="ok" live>
            {say.tokenCreated}
          </Notice>
          <CopyField label={say.tokenSecret} value={create.data.secret} />
        </>
      ) : null}
    </Form>
  )
}
