import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  OpenAiKeyCheck,
  ProjectOpenAiKey,
  ProjectOpenAiKeyView,
  StoredOpenAiKey,
} from '../../src/teams/project-keys/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Ago } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { OpenAiKeyForm, type OpenAiKeyInput } from './openai-key-form.tsx'
import { openAiKeyQuery } from './queries.ts'

const say = words.projectKeys.openAi

/** What OpenAI said of the key stays on screen until the next step. */
export function OpenAiKeySection({ projectId }: { projectId: string }) {
  const path = `/api/projects/${projectId}/openai-key`
  const query = useQuery(openAiKeyQuery(projectId))
  const [said, setSaid] = useState<OpenAiKeyCheck | null>(null)
  const [open, setOpen] = useState<'replace' | 'remove' | null>(null)
  const set = useWrite({
    act: (input: OpenAiKeyInput) => api.put<StoredOpenAiKey>(path, input),
    done: ({ check }) => {
      setSaid(check)
      setOpen(null)
    },
  })
  const test = useWrite({ act: () => api.post<OpenAiKeyCheck>(`${path}/test`), done: setSaid })
  const remove = useWrite({
    act: () => api.delete(path),
    say: () => say.removed,
    done: () => {
      setSaid(null)
      setOpen(null)
    },
  })
  const close = () => {
    setOpen(null)
    set.reset()
    remove.reset()
  }
  const form = (view: ProjectOpenAiKeyView) => ({
    submit: (input: OpenAiKeyInput) => set.mutate(input),
    pending: set.isPending,
    error: set.error,
    baseUrl: { allowed: view.baseUrlAllowed, present: view.key?.baseUrl ?? null },
  })
  return (
    <SettingsSection title={say.title} about={say.about} id="openai-key">
      <Loaded query={query} skeleton={<Bone className="h-24 w-full" />}>
        {(view) =>
          view.key ? (
            <>
              <Stored stored={view.key} />
              {said ? (
                <Notice tone={said.ok ? 'ok' : 'danger'} live>
                  {said.detail}
                </Notice>
              ) : null}
              {test.error ? <ProblemNote error={test.error} /> : null}
              <div className="flex flex-wrap gap-2">
                <Button pending={test.isPending} pendingText={say.testing} onClick={() => test.mutate()}>
                  {say.test}
                </Button>
                <Button onClick={() => setOpen('replace')}>{say.replace}</Button>
                <Button onClick={() => setOpen('remove')} aria-label={say.removeTitle(view.key.last4)}>
                  {say.remove}
                </Button>
              </div>
              <Dialog
                open={open === 'replace'}
                close={close}
                title={say.replaceTitle(view.key.last4)}
                about={say.replaceBody}
              >
                <OpenAiKeyForm {...form(view)} submitText={say.replaceSubmit} cancel={close} />
              </Dialog>
              <Confirm
                open={open === 'remove'}
                close={close}
                title={say.removeTitle(view.key.last4)}
                body={
                  <>
                    <p>{say.removeBody}</p>
                    <ul className="mt-2 flex flex-col gap-1">
                      <li>✓ {say.removeStops}</li>
                      <li>✗ {say.removeStays}</li>
                    </ul>
                  </>
                }
                confirm={say.removeConfirm}
                act={() => remove.mutate()}
                pending={remove.isPending}
                error={remove.error}
              />
            </>
          ) : (
            <>
              <p className="text-muted">{say.none}</p>
              <OpenAiKeyForm {...form(view)} submitText={say.submit} />
            </>
          )
        }
      </Loaded>
    </SettingsSection>
  )
}

function Stored({ stored }: { stored: ProjectOpenAiKey }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <code className="text-lg">{say.ends(stored.last4)}</code>
      <span className="text-sm text-muted">
        {say.setAt} <Ago at={stored.setAt} />
      </span>
      {stored.setByName ? <bdi className="text-sm text-muted">{say.setBy(stored.setByName)}</bdi> : null}
      {stored.baseUrl ? <span className="text-sm break-all text-muted">{stored.baseUrl}</span> : null}
    </div>
  )
}
