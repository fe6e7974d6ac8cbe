import { useState } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextArea } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const say = words.blocking.message

/** What whoever blocked wants the team to know; written for them, edited by them. */
export function MessageDialog({ block, close }: { block: Block; close: () => void }) {
  const [text, setText] = useState(block.message)
  const send = useWrite({
    act: () => api.post(`/api/blocks/${block.id}/message`, { text }),
    say: () => say.sent,
    done: () => close(),
  })
  return (
    <Confirm
      open
      close={close}
      title={say.title}
      body={<p>{say.about}</p>}
      confirm={say.send}
      tone="primary"
      act={() => send.mutate()}
      pending={send.isPending}
      error={send.error}
    >
      <TextArea
        label={say.label}
        value={text}
        maxLength={500}
        rows={5}
        onChange={(event) => setText(event.target.value)}
      />
    </Confirm>
  )
}
