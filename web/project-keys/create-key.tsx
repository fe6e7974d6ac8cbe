import { useQueryClient } from '@tanstack/react-query'
import type { NewProjectKey } from '../../src/teams/project-keys/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { freshKeyQuery } from './queries.ts'

const say = words.projectKeys
const LIFETIMES = [
  { value: '', label: say.expiresIn.none },
  { value: '365', label: say.expiresIn[365] },
  { value: '90', label: say.expiresIn[90] },
  { value: '30', label: say.expiresIn[30] },
]

type Props = { projectId: string; open: boolean; close: () => void; inGuide?: boolean }

/** The secret is in this answer only. It stays in the tab's memory for the examples of the guide, and nowhere else. */
export function CreateKey({ projectId, open, close, inGuide = false }: Props) {
  const queryClient = useQueryClient()
  const create = useWrite({
    act: (input: { name: string; expiresInDays: number | null }) =>
      api.post<NewProjectKey>(`/api/projects/${projectId}/keys`, input),
    done: (key) => {
      queryClient.setQueryData(freshKeyQuery(projectId).queryKey, key)
      // The guide shows the key itself, in its examples.
      if (inGuide) leave()
    },
  })
  const leave = () => {
    close()
    create.reset()
  }
  const made = create.data
  return (
    <Dialog
      open={open}
      close={leave}
      title={made ? say.madeTitle(made.name) : say.create}
      about={made ? undefined : say.createAbout}
    >
      {made ? (
        <>
          <Notice tone="ok" live>
            {say.made}
          </Notice>
          <CopyField label={say.secret} value={made.secret} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={leave}>{say.close}</Button>
            <ButtonLink to="/projects/$id/connect" params={{ id: projectId }} tone="primary">
              {say.toGuide}
            </ButtonLink>
          </div>
        </>
      ) : (
        <Form
          error={create.error}
          submit={({ text }) => {
            const days = text('expiresInDays')
            create.mutate({ name: text('name'), expiresInDays: days === '' ? null : Number(days) })
          }}
          className="flex flex-col gap-3"
        >
          <TextField
            label={say.name}
            name="name"
            hint={say.nameHint}
            required
            maxLength={100}
            autoComplete="off"
            error={fieldError(create.error, 'name')}
          />
          <SelectField label={say.expires} name="expiresInDays" choices={LIFETIMES} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={leave}>{words.common.cancel}</Button>
            <Button type="submit" tone="primary" pending={create.isPending} pendingText={say.submitting}>
              {say.submit}
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
