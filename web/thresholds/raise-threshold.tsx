import type { Threshold } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { pathOf } from './threshold-path.ts'

const say = words.thresholds.raise

/** For the rest of the period, with a reason; the base stays. */
export function RaiseThreshold({ threshold, open, close }: { threshold: Threshold; open: boolean; close: () => void }) {
  const raise = useWrite({
    act: (input: { limit: string; reason: string }) => api.post(`${pathOf(threshold)}/raise`, input),
    say: () => say.done,
    done: () => close(),
  })
  const leave = () => {
    raise.reset()
    close()
  }
  return (
    <Dialog
      open={open}
      close={leave}
      title={say.title[threshold.period]}
      about={say.about(formatMoney(threshold.limit))}
    >
      <Form error={raise.error} submit={({ text }) => raise.mutate({ limit: text('limit'), reason: text('reason') })}>
        <TextField
          label={say.limit}
          name="limit"
          inputMode="decimal"
          defaultValue={threshold.raise?.limit.amount ?? ''}
          required
          maxLength={60}
          autoComplete="off"
          dir="ltr"
          error={fieldError(raise.error, 'limit')}
        />
        <TextField
          label={say.reason}
          name="reason"
          required
          maxLength={500}
          autoComplete="off"
          error={fieldError(raise.error, 'reason')}
        />
        <DialogButtons submit={say.submit} pending={raise.isPending} cancel={leave} />
      </Form>
    </Dialog>
  )
}
