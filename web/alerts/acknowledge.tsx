import { useState } from 'react'
import type { Alert } from '../../src/alerts/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const say = words.alerts

/** Drawn only while there is something to acknowledge. */
export function Acknowledge({ alert }: { alert: Alert }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const write = useWrite({
    act: () => api.post<Alert>(`/api/alerts/${alert.id}/acknowledge`, { reason }),
    say: () => say.acknowledged,
    done: () => {
      setOpen(false)
      setReason('')
    },
  })
  if (alert.acknowledgedBy !== null || !alert.isOpen) return null
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-label={say.acknowledgeOf(alert.projectName)}>
        {say.acknowledge}
      </Button>
      <Confirm
        open={open}
        close={() => setOpen(false)}
        title={say.acknowledgeTitle(alert.projectName)}
        body={say.acknowledgeBody}
        confirm={say.acknowledge}
        tone="primary"
        act={() => write.mutate()}
        pending={write.isPending}
        error={write.error}
      >
        <TextField
          label={say.reason}
          hint={say.reasonHint}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      </Confirm>
    </>
  )
}
