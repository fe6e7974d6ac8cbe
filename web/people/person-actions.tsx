import { useState } from 'react'
import type { Person } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useTimeZone } from '../ui/instant.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.settings

export function PersonActions({ person }: { person: Person }) {
  const timeZone = useTimeZone()
  const path = `/api/people/${encodeURIComponent(person.id)}`
  const [asking, setAsking] = useState(false)
  const disable = useWrite({
    act: () => api.patch(path, { disabled: true }),
    say: () => say.disabledDone(person.name),
    done: () => setAsking(false),
  })
  const enable = useWrite({ act: () => api.patch(path, { disabled: false }), say: () => say.enabledDone(person.name) })
  const link = useWrite({ act: () => api.post<{ link: string; expiresAt: string }>(`${path}/reset-link`) })
  const failed = enable.error ?? link.error
  if (person.disabledAt) {
    return (
      <div className="flex flex-col gap-2">
        <Button pending={enable.isPending} onClick={() => enable.mutate()}>
          {say.enable}
        </Button>
        {failed ? <ProblemNote error={failed} /> : null}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Button pending={link.isPending} onClick={() => link.mutate()} aria-label={say.resetLinkOf(person.name)}>
          {say.resetLink}
        </Button>
        <Button onClick={() => setAsking(true)}>{say.disable}</Button>
      </div>
      {failed ? <ProblemNote error={failed} /> : null}
      <Dialog
        open={link.data !== undefined}
        close={() => link.reset()}
        title={say.resetLink}
        about={say.resetLinkReady(person.name)}
      >
        <CopyField label={say.resetLink} value={link.data?.link ?? ''} />
        {link.data ? (
          <p className="text-sm text-muted">{say.validUntil(formatInstant(link.data.expiresAt, timeZone))}</p>
        ) : null}
        <Button onClick={() => link.reset()} className="self-end">
          {words.common.close}
        </Button>
      </Dialog>
      <Confirm
        open={asking}
        close={() => {
          setAsking(false)
          disable.reset()
        }}
        title={say.disableTitle(person.name)}
        body={say.disableBody}
        confirm={say.disableConfirm}
        act={() => disable.mutate()}
        pending={disable.isPending}
        error={disable.error}
      />
    </div>
  )
}
