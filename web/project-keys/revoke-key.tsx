import { useState } from 'react'
import type { ProjectKey } from '../../src/teams/project-keys/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { Ago } from '../ui/instant.tsx'
import { words } from '../words/index.ts'

const say = words.projectKeys

/** Names what stops: whoever revokes the wrong key stops a service. */
export function RevokeKey({ projectKey, close }: { projectKey: ProjectKey | null; close: () => void }) {
  const [reason, setReason] = useState('')
  const revoke = useWrite({
    act: (key: ProjectKey) => api.post<ProjectKey>(`/api/project-keys/${key.id}/revoke`, { reason }),
    say: ({ name }) => say.revoked(name),
    done: () => leave(),
  })
  const leave = () => {
    close()
    setReason('')
    revoke.reset()
  }
  return (
    <Confirm
      open={projectKey !== null}
      close={leave}
      title={say.revokeTitle(projectKey?.name ?? '')}
      body={
        <>
          <p>{say.revokeBody}</p>
          <ul className="mt-2 flex flex-col gap-1">
            <li>✓ {say.revokeStops}</li>
            <li>✗ {say.revokeStays}</li>
          </ul>
          <p className="mt-2">
            {projectKey?.lastUsedAt ? (
              <>
                {say.lastUsed} <Ago at={projectKey.lastUsedAt} />
              </>
            ) : (
              say.revokeUnused
            )}
          </p>
        </>
      }
      confirm={say.revokeConfirm}
      act={() => projectKey && revoke.mutate(projectKey)}
      pending={revoke.isPending}
      error={revoke.error}
    >
      <TextField
        label={say.revokeReason}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        autoComplete="off"
      />
    </Confirm>
  )
}
