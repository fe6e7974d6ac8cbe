import type { Threshold } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { pathOf } from './threshold-path.ts'

const say = words.thresholds.pause
const HOUR_MS = 3_600_000
const LENGTHS = ['hour', 'hours', 'reset', 'week'] as const

export function PauseThreshold({ threshold, open, close }: { threshold: Threshold; open: boolean; close: () => void }) {
  const pause = useWrite({
    act: ({ length, reason }: { length: string; reason: string }) =>
      api.post(`${pathOf(threshold)}/pause`, { until: endOf(length, threshold), reason }),
    say: () => say.done,
    done: () => close(),
  })
  const leave = () => {
    pause.reset()
    close()
  }
  return (
    <Dialog open={open} close={leave} title={say.title[threshold.period]} about={say.about}>
      <Form error={pause.error} submit={({ text }) => pause.mutate({ length: text('length'), reason: text('reason') })}>
        <SelectField
          label={say.length}
          name="length"
          choices={LENGTHS.map((value) => ({ value, label: say.lengths[value] }))}
        />
        <TextField label={say.reason} name="reason" required maxLength={500} autoComplete="off" />
        <DialogButtons submit={say.submit} pending={pause.isPending} cancel={leave} />
      </Form>
    </Dialog>
  )
}

function endOf(length: string, { phase }: Threshold): string {
  if (length === 'reset') return phase.resetsAt
  const hours = length === 'hour' ? 1 : length === 'hours' ? 6 : 7 * 24
  return new Date(Date.now() + hours * HOUR_MS).toISOString()
}
