import { useState } from 'react'
import type { AdminKey, AdminKeyTest } from '../../src/teams/api.ts'
import { CollectNowButton } from '../collection/collect-now.tsx'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Ago } from '../ui/instant.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { AdminKeyForm, type KeyInput } from './admin-key-form.tsx'
import { DeactivateKey } from './deactivate-key.tsx'
import { KeyState } from './key-state.tsx'

const say = words.keys

export function AdminKeyCard({ adminKey }: { adminKey: AdminKey }) {
  const path = `/api/admin-keys/${adminKey.id}`
  const [open, setOpen] = useState<'replace' | 'deactivate' | null>(null)
  const test = useWrite({ act: () => api.post<AdminKeyTest>(`${path}/test`) })
  const replace = useWrite({
    act: (input: KeyInput) => api.put<AdminKey>(path, input),
    say: (key) => say.replaced(key.last4),
    done: () => {
      test.reset()
      setOpen(null)
    },
  })
  const reactivate = useWrite({ act: () => api.post(`${path}/reactivate`, {}), say: () => say.reactivated })
  // What a test found holds for the key as it was then.
  const close = () => {
    setOpen(null)
    replace.reset()
    test.reset()
  }
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <code className="text-lg">{say.ends(adminKey.last4)}</code>
        <KeyState state={adminKey.state} />
        <span className="text-sm text-muted">{say.writeAccess[adminKey.writeAccess]}</span>
      </div>
      <Times adminKey={adminKey} />
      {adminKey.problem ? <Notice tone="danger">{adminKey.problem.detail}</Notice> : null}
      {test.data ? (
        <Notice tone={test.data.ok ? 'ok' : 'danger'} live>
          {test.data.detail}
        </Notice>
      ) : null}
      {test.error || reactivate.error ? <ProblemNote error={test.error ?? reactivate.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button pending={test.isPending} pendingText={say.testing} onClick={() => test.mutate()}>
          {say.test}
        </Button>
        {adminKey.state === 'active' ? <CollectNowButton teamId={adminKey.teamId} /> : null}
        <Button onClick={() => setOpen('replace')}>{say.replace}</Button>
        {adminKey.state === 'inactive' ? (
          <Button tone="primary" pending={reactivate.isPending} onClick={() => reactivate.mutate()}>
            {say.reactivate}
          </Button>
        ) : (
          <Button onClick={() => setOpen('deactivate')}>{say.deactivate}</Button>
        )}
      </div>
      <Dialog open={open === 'replace'} close={close} title={say.replaceTitle(adminKey.last4)} about={say.replaceBody}>
        <AdminKeyForm
          submit={(input) => replace.mutate(input)}
          submitText={say.replaceSubmit}
          pending={replace.isPending}
          error={replace.error}
          cancel={close}
        />
      </Dialog>
      <DeactivateKey adminKey={adminKey} open={open === 'deactivate'} close={close} />
    </li>
  )
}

function Times({ adminKey }: { adminKey: AdminKey }) {
  return (
    <div className="flex flex-wrap gap-x-4 text-sm text-muted">
      <span>
        {say.checkedLabel} <Ago at={adminKey.checkedAt} />
      </span>
      <span>
        {adminKey.collectedAt ? (
          <>
            {say.collectedLabel} <Ago at={adminKey.collectedAt} />
          </>
        ) : (
          say.neverCollected
        )}
      </span>
      {adminKey.baseUrl ? <span className="break-all">{adminKey.baseUrl}</span> : null}
      {adminKey.sharedWith.length > 0 ? (
        <span className="basis-full">{say.shared(adminKey.sharedWith.join(', '))}</span>
      ) : null}
    </div>
  )
}
