import { useState } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'
import { nameOf } from './name.ts'

const say = words.blocking.release
export type ReleaseDeed = 'ask' | 'approve' | 'refuse'

const WORDS = {
  ask: { title: say.askTitle, about: say.askAbout, confirm: say.askConfirm, done: say.asked },
  approve: { title: say.approveTitle, about: say.approveAbout, confirm: say.approveConfirm, done: say.approved },
  refuse: { title: say.refuseTitle, about: say.refuseAbout, confirm: say.refuseConfirm, done: say.refused },
}

/** Asked for, given or refused: each with its reason. */
export function ReleaseDialog({ block, deed, close }: { block: Block; deed: ReleaseDeed; close: () => void }) {
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { title, about, confirm, done } = WORDS[deed]
  const asking = deed === 'ask' ? undefined : block.requests.find(({ decision }) => decision === null)
  const write = useWrite({
    act: () =>
      deed === 'ask'
        ? api.post(`/api/blocks/${block.id}/release-request`, { reason })
        : api.post(`/api/blocks/${block.id}/release`, { approve: deed === 'approve', reason }),
    say: () => done,
    done: () => close(),
  })
  return (
    <Confirm
      open
      close={close}
      title={title(nameOf(block))}
      body={
        <>
          {asking ? <p className="mb-2 text-ink">{say.waiting(asking.askedByName, asking.reason)}</p> : null}
          <p>{about}</p>
        </>
      }
      confirm={confirm}
      tone="primary"
      act={() => (reason.trim() === '' ? setMissing(true) : write.mutate())}
      pending={write.isPending}
      error={write.error}
    >
      <TextField
        label={words.common.reason}
        error={isMissing && reason.trim() === '' ? words.blocking.dialog.reasonNeeded : undefined}
        value={reason}
        maxLength={500}
        required
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  )
}
