import { useQuery } from '@tanstack/react-query'
import type { Project } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { teamsQuery } from './queries.ts'

const say = words.projects.move

export function MoveProject({ project }: { project: Project }) {
  const teams = useQuery(teamsQuery())
  const others = (teams.data?.items ?? []).filter((team) => team.id !== project.teamId)
  const move = useWrite({
    act: (input: { teamId: string; reason: string }) => api.post<Project>(`/api/projects/${project.id}/move`, input),
    say: (moved) => say.done(moved.teamName),
  })
  return (
    <SettingsSection title={say.title} about={say.about}>
      {others.length === 0 ? (
        <p className="text-muted">{say.noOther}</p>
      ) : (
        <Form
          error={move.error}
          submit={({ text }) => move.mutate({ teamId: text('teamId'), reason: text('reason') })}
          className="flex max-w-lg flex-col gap-3"
        >
          <SelectField
            label={say.to}
            name="teamId"
            choices={others.map((team) => ({ value: team.id, label: team.name }))}
          />
          <TextField
            label={say.reason}
            name="reason"
            maxLength={500}
            autoComplete="off"
            error={fieldError(move.error, 'reason')}
          />
          <Button type="submit" pending={move.isPending} className="self-start">
            {say.submit}
          </Button>
        </Form>
      )}
    </SettingsSection>
  )
}
