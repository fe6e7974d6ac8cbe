import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Block, BlockState, Grade } from '../../src/blocking/api.ts'
import { api } from '../platform/api.ts'
import { typedInstant } from '../platform/typed-instant.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { useTimeZone } from '../ui/instant.tsx'
import { words } from '../words/index.ts'
import { blockStateQuery, type Subject } from './queries.ts'
import { Reach } from './reach.tsx'

const say = words.blocking.dialog
type Until = keyof typeof say.untils

type Props = {
  subject: Subject
  name: string
  state: BlockState
  open: boolean
  close: () => void
  /** A team's: its Admin keys as well. */
  withKeys?: boolean
}

/** Names what will stop and what will not, asks why, and does it. */
export function BlockDialog({ subject, name, state, open, close, withKeys = false }: Props) {
  const queryClient = useQueryClient()
  const isTeam = subject.kind === 'teams'
  const [reason, setReason] = useState('')
  const [grade, setGrade] = useState<Grade>('stop')
  const [until, setUntil] = useState<Until>('approval')
  const [at, setAt] = useState('')
  const [keyToo, setKeyToo] = useState(withKeys)
  const [isMissing, setMissing] = useState(false)
  const timeZone = useTimeZone()
  const endsAt = until === 'instant' ? typedInstant(at, timeZone) : null
  const block = useWrite({
    act: () =>
      api.post<Block>(`/api/${subject.kind}/${subject.id}/block`, {
        grade,
        reason,
        until: { kind: until, ...(endsAt ? { at: endsAt.toISOString() } : {}) },
        ...(isTeam ? { deactivateKey: keyToo && state.keys.length > 0 } : {}),
      }),
    say: () => (grade === 'stop' ? say.done : say.doneSlow),
    done: (block) => {
      setReason('')
      // In sight at once, before the state is asked for again.
      queryClient.setQueryData<BlockState>(blockStateQuery(subject).queryKey, (known) =>
        known ? { ...known, blocks: [block, ...known.blocks.filter(({ id }) => id !== block.id)] } : known,
      )
      close()
    },
  })
  const stopTitle = isTeam && keyToo && state.keys.length > 0 ? say.keyTitle : say.title
  const title = (grade === 'stop' ? stopTitle : say.slowTitle)(name)
  const last4 = state.keys.map((key) => `…${key.last4}`).join(', ')
  return (
    <Confirm
      open={open}
      close={() => {
        block.reset()
        close()
      }}
      title={title}
      body={<p className="font-medium text-ink">{grade === 'stop' ? say.question : say.slowQuestion}</p>}
      confirm={grade === 'stop' ? say.confirm : say.confirmSlow}
      act={() => (reason.trim() === '' ? setMissing(true) : block.mutate())}
      pending={block.isPending}
      error={block.error}
    >
      <Reach state={state} grade={grade} isTeam={isTeam} />
      <TextField
        label={say.reason}
        hint={say.reasonHint}
        error={isMissing && reason.trim() === '' ? say.reasonNeeded : undefined}
        placeholder={say.reasonExample}
        value={reason}
        maxLength={500}
        required
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={say.until}
          value={until}
          choices={Object.entries(say.untils).map(([value, label]) => ({ value, label }))}
          onChange={(event) => {
            const next = event.target.value
            if (next === 'approval' || next === 'next-cost-day' || next === 'instant') setUntil(next)
          }}
        />
        {state.maySlow ? (
          <SelectField
            label={say.grade}
            value={grade}
            choices={Object.entries(say.grades).map(([value, label]) => ({ value, label }))}
            onChange={(event) => setGrade(event.target.value === 'slow' ? 'slow' : 'stop')}
          />
        ) : null}
        {until === 'instant' ? (
          <TextField
            label={say.untilAt(timeZone)}
            type="datetime-local"
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
        ) : null}
      </div>
      {isTeam && state.maySetKeysAside && state.keys.length > 0 ? (
        <div>
          <CheckField label={say.key(last4)} checked={keyToo} onChange={(event) => setKeyToo(event.target.checked)} />
          <p className="text-xs text-muted">{say.keyHint}</p>
        </div>
      ) : null}
    </Confirm>
  )
}
