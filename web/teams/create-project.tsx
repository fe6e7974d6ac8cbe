import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { Project } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { canManage, leadsAnyTeam, useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { teamsQuery } from './queries.ts'

const Dialog = lazy(() => import('../ui/dialog.tsx').then((part) => ({ default: part.Dialog })))
const say = words.projects

/** Shown to whoever may create one: admins, and leads in their own teams. Leads on to the settings of the new project. */
export function CreateProjectButton({ teamId }: { teamId?: string }) {
  const me = useMe()
  const teams = useQuery({ ...teamsQuery(), enabled: leadsAnyTeam(me) })
  const [open, setOpen] = useState(false)
  const own = (teams.data?.items ?? []).filter(canManage)
  if (own.length === 0) return null
  return (
    <>
      <Button tone="primary" onClick={() => setOpen(true)}>
        {say.create}
      </Button>
      <Suspense>
        {open ? (
          <Dialog open close={() => setOpen(false)} title={say.create} about={say.createAbout}>
            <CreateProjectForm teams={own} teamId={teamId} close={() => setOpen(false)} />
          </Dialog>
        ) : null}
      </Suspense>
    </>
  )
}

type FormProps = { teams: readonly { id: string; name: string }[]; teamId: string | undefined; close: () => void }

function CreateProjectForm({ teams, teamId, close }: FormProps) {
  const navigate = useNavigate()
  const create = useWrite({
    act: (input: { teamId: string; name: string }) => api.post<Project>('/api/projects', input),
    say: (project) => say.created(project.name),
    done: (project) => void navigate({ to: '/projects/$id/settings', params: { id: project.id } }),
  })
  return (
    <Form error={create.error} submit={({ text }) => create.mutate({ teamId: text('teamId'), name: text('name') })}>
      <TextField
        label={say.name}
        name="name"
        hint={say.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        error={fieldError(create.error, 'name')}
      />
      <SelectField
        label={say.team}
        name="teamId"
        defaultValue={teamId ?? teams[0]?.id}
        choices={teams.map((team) => ({ value: team.id, label: team.name }))}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{words.common.cancel}</Button>
        <Button type="submit" tone="primary" pending={create.isPending}>
          {say.submit}
        </Button>
      </div>
    </Form>
  )
}
