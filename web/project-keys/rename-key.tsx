import type { ProjectKey } from '../../src/teams/project-keys/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'

const say = words.projectKeys

export function RenameKey({ projectKey, close }: { projectKey: ProjectKey | null; close: () => void }) {
  const rename = useWrite({
    act: ({ id, name }: { id: string; name: string }) => api.patch<ProjectKey>(`/api/project-keys/${id}`, { name }),
    say: ({ name }) => say.renamed(name),
    done: () => leave(),
  })
  const leave = () => {
    close()
    rename.reset()
  }
  return (
    <Dialog open={projectKey !== null} close={leave} title={say.renameTitle(projectKey?.name ?? '')}>
      <Form
        error={rename.error}
        submit={({ text }) => projectKey && rename.mutate({ id: projectKey.id, name: text('name') })}
        className="flex flex-col gap-3"
      >
        <TextField
          label={say.name}
          name="name"
          defaultValue={projectKey?.name ?? ''}
          required
          maxLength={100}
          autoComplete="off"
          error={fieldError(rename.error, 'name')}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={leave}>{words.common.cancel}</Button>
          <Button type="submit" tone="primary" pending={rename.isPending}>
            {say.renameSubmit}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
