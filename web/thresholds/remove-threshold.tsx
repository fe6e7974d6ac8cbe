import type { Threshold } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Confirm } from '../ui/confirm.tsx'
import { words } from '../words/index.ts'
import { pathOf } from './threshold-path.ts'

const say = words.thresholds.remove

export function RemoveThreshold({
  threshold,
  open,
  close,
}: {
  threshold: Threshold
  open: boolean
  close: () => void
}) {
  const remove = useWrite({
    act: () => api.delete(pathOf(threshold)),
    say: () => say.done,
    done: () => close(),
  })
  return (
    <Confirm
      open={open}
      close={() => {
        remove.reset()
        close()
      }}
      title={say.title[threshold.period]}
      body={say.body}
      confirm={say.confirm}
      act={() => remove.mutate()}
      pending={remove.isPending}
      error={remove.error}
    />
  )
}
