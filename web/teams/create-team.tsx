import { useNavigate } from '@tanstack/react-router'
import type { Team } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'

const say = words.teams

/** A new team leads straight to its settings, where the key is registered. */
export function CreateTeamButton({ open, change }: { open: boolean; change: (open: boolean) => void }) {
  const navigate = useNavigate()
  const create = useWrite({
    act: (name: string) => api.post<Team>('/api/teams', { name }),
    say: (team) => say.created(team.name),
    done: (team) => void navigate({ to: '/teams/$id/settings', params: { id: team.id } }),
  })
  return (
    <>
      <Button tone="primary" onClick={() => change(true)}>
        {say.create}
      </Button>
      <Dialog open={open} close={() => change(false)} title={say.create} about={say.createAbout}>
        <Form error={create.error} submit={({ text }) => create.mutate(text('name'))}>
          <TextField
            label={say.name}
            name="name"
            hint={say.nameHint}
            required
            maxLength={100}
            autoComplete="off"
            error={fieldError(create.error, 'name')}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => change(false)}>{words.common.cancel}</Button>
            <Button type="submit" tone="primary" pending={create.isPending}>
              {say.submit}
            </Button>
          </div>
        </Form>
      </Dialog>
    </>
  )
}
