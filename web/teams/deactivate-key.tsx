import { useState } from 'react'
import type { AdminKey } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const say = words.keys

/** Says plainly what stops and what does not: an Admin key is no inference key. */
export function DeactivateKey({ adminKey, open, close }: { adminKey: AdminKey; open: boolean; close: () => void }) {
  const [reason, setReason] = useState('')
  const deactivate = useWrite({
    act: () => api.post(`/api/admin-keys/${adminKey.id}/deactivate`, { reason }),
    say: () => say.deactivated,
    done: () => close(),
  })
  return (
    <Confirm
      open={open}
      close={() => {
        deactivate.reset()
        close()
      }}
      title={say.deactivateTitle(adminKey.last4)}
      body={
        <>
          <p>{say.deactivateBody}</p>
          <ul className="mt-2 flex flex-col gap-1">
            <li>✓ {say.deactivateStops}</li>
            <li>✗ {say.deactivateDoesNot}</li>
          </ul>
        </>
      }
      confirm={say.deactivateConfirm}
      act={() => deactivate.mutate()}
      pending={deactivate.isPending}
      error={deactivate.error}
    >
      <TextField
        label={say.deactivateReason}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        autoComplete="off"
      />
    </Confirm>
  )
}
