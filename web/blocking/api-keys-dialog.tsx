import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProjectApiKey } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { Ago } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { apiKeysQuery } from './queries.ts'

const say = words.blocking.apiKeys

/** The last means: the secret is gone for good, so what is deleted has to be typed. */
export function ApiKeysDialog({ projectId, close }: { projectId: string; close: () => void }) {
  const query = useQuery(apiKeysQuery(projectId))
  const [chosen, setChosen] = useState<ProjectApiKey | null>(null)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const remove = useWrite({
    act: () =>
      api.post(`/api/projects/${projectId}/api-keys/${chosen?.id ?? ''}/delete`, { confirmation: typed, reason }),
    say: () => say.deleted,
    done: () => close(),
  })
  const [isAsked, setAsked] = useState(false)
  const isTyped = chosen !== null && typed.trim() === chosen.confirmation
  const isReady = isTyped && reason.trim() !== ''
  return (
    <Confirm
      open
      close={close}
      title={say.title}
      body={<p>{say.about}</p>}
      confirm={say.confirm}
      act={() => (isReady ? remove.mutate() : setAsked(true))}
      pending={remove.isPending}
      error={remove.error}
    >
      <Loaded query={query} skeleton={<Bone className="h-24 w-full" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-sm text-muted">{say.none}</p>
          ) : (
            <fieldset className="flex flex-col gap-1">
              <legend className="text-sm font-medium">{say.select}</legend>
              {isAsked && chosen === null ? (
                <p role="alert" className="text-sm text-danger">
                  {say.selectNeeded}
                </p>
              ) : null}
              {items.map((key) => (
                <KeyChoice key={key.id} apiKey={key} checked={chosen?.id === key.id} choose={() => setChosen(key)} />
              ))}
            </fieldset>
          )
        }
      </Loaded>
      {chosen ? (
        <>
          <TextField
            label={words.common.reason}
            error={isAsked && reason.trim() === '' ? words.blocking.dialog.reasonNeeded : undefined}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
          <TextField
            label={say.typed(chosen.confirmation)}
            error={isAsked && !isTyped ? say.typedWrong : undefined}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </>
      ) : null}
    </Confirm>
  )
}

function KeyChoice({ apiKey, checked, choose }: { apiKey: ProjectApiKey; checked: boolean; choose: () => void }) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 border-b border-line text-sm">
      <input type="radio" name="api-key" checked={checked} onChange={choose} className="size-4 accent-danger" />
      <span className="min-w-0 flex-1">
        <code className="block truncate">{apiKey.redacted}</code>
        <span className="text-xs text-muted">
          {[apiKey.name, apiKey.ownerName ?? say.owner[apiKey.ownerType]].filter(Boolean).join(' · ')} · {say.lastUsed}{' '}
          {apiKey.lastUsedAt ? <Ago at={apiKey.lastUsedAt} /> : say.neverUsed}
        </span>
      </span>
    </label>
  )
}
