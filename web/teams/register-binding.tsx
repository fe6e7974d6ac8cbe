import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BindingResult, Project } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { BindingResults } from './binding-results.tsx'
import { CandidatePicker } from './candidate-picker.tsx'
import { candidatesQuery, teamQuery } from './queries.ts'

const say = words.projects.binding

/** Typing an id (the journey) or picking several from the organization; without a key there is one thing to do first. */
export function RegisterBinding({ project }: { project: Project }) {
  const team = useQuery(teamQuery(project.teamId))
  const [way, setWay] = useState('type')
  const register = useWrite({
    act: (externalIds: string[]) =>
      api.post<{ items: BindingResult[] }>(`/api/projects/${project.id}/bindings`, { externalIds }),
  })
  const send = register.mutateAsync
  if (!team.data) return team.error ? <ProblemNote error={team.error} /> : <Bone className="h-24 w-full" />
  if (team.data.adminKeys.length === 0) {
    const action = (
      <ButtonLink to="/teams/$id/settings" params={{ id: project.teamId }} tone="primary">
        {say.toTeamSettings}
      </ButtonLink>
    )
    return (
      <Notice tone="warn" action={action}>
        {say.candidatesNoKey}
      </Notice>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label={say.title}
        value={way}
        choices={[
          { value: 'type', label: say.typed },
          { value: 'pick', label: say.choose },
        ]}
        change={setWay}
      />
      {register.error ? <ProblemNote error={register.error} /> : null}
      {way === 'type' ? (
        <TypeId register={send} pending={register.isPending} />
      ) : (
        <PickIds project={project} register={send} pending={register.isPending} />
      )}
      <BindingResults results={register.data?.items ?? []} />
    </div>
  )
}

type Way = { register: (ids: string[]) => Promise<{ items: BindingResult[] }>; pending: boolean }

function TypeId({ register, pending }: Way) {
  return (
    <Form
      error={null}
      submit={({ text }, form) => {
        const ids = text('externalId')
          .split(/[\s,]+/)
          .filter(Boolean)
        register(ids)
          .then(({ items }) => (items.every((item) => item.ok) ? form.reset() : undefined))
          .catch(() => undefined)
      }}
      className="flex max-w-lg flex-col gap-3"
    >
      <TextField
        label={say.id}
        name="externalId"
        hint={say.typedHint}
        placeholder="proj_…"
        required
        maxLength={4_000}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
      <Button type="submit" tone="primary" pending={pending} pendingText={say.registering} className="self-start">
        {say.register}
      </Button>
    </Form>
  )
}

function PickIds({ project, register, pending }: Way & { project: Project }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = useQuery(candidatesQuery('projects', project.id))
  const submit = () => {
    register([...chosen])
      .then(() => setChosen(new Set()))
      .catch(() => undefined)
  }
  return (
    <>
      <CandidatePicker query={query} chosen={chosen} choose={setChosen} projectId={project.id} />
      <Button
        tone="primary"
        disabled={chosen.size === 0}
        pending={pending}
        pendingText={say.registering}
        onClick={submit}
        className="self-start"
      >
        {chosen.size === 0 ? say.register : say.registerCount(chosen.size)}
      </Button>
    </>
  )
}
