import { type ReactNode, useState } from 'react'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

const say = words.outcomes

type Props = {
  title: string
  body: ReactNode
  done: string
  act: (reason: string) => Promise<unknown>
  close: () => void
}

/** Removes something, with the reason that goes into its trace. */
export function AskReason({ title, body, done, act, close }: Props) {
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const write = useWrite({ act: () => act(reason.trim()), say: () => done, done: close })
  return (
    <Confirm
      open
      close={close}
      title={title}
      body={body}
      confirm={say.removal.confirm}
      act={() => (reason.trim() === '' ? setMissing(true) : write.mutate())}
      pending={write.isPending}
      error={write.error}
    >
      <TextField
        label={words.common.reason}
        error={isMissing && reason.trim() === '' ? say.form.reasonNeeded : undefined}
        value={reason}
        maxLength={500}
        required
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  )
}
