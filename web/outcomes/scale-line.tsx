import { useState } from 'react'
import type { DaysPage } from '../../src/outcomes/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { outcomesPath } from './queries.ts'
import { formatScore, readScore } from './typed.ts'

const say = words.outcomes.scale
type Scale = NonNullable<DaysPage['scale']>

export function ScaleLine({ projectId, scale, mayChange }: { projectId: string; scale: Scale; mayChange: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
      {say.now(formatScore(scale.min), formatScore(scale.max))}
      {mayChange ? (
        <Button tone="quiet" onClick={() => setOpen(true)}>
          {say.change}
        </Button>
      ) : null}
      {open ? <ScaleDialog projectId={projectId} scale={scale} close={() => setOpen(false)} /> : null}
    </p>
  )
}

function ScaleDialog({ projectId, scale, close }: { projectId: string; scale: Scale; close: () => void }) {
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map())
  const write = useWrite({
    act: (input: { min: number; max: number }) => api.put(`${outcomesPath(projectId)}/scale`, input),
    say: () => say.saved,
    done: close,
  })
  const submit = (text: (name: string) => string) => {
    const [min, max] = [readScore(text('min')), readScore(text('max'))]
    const problems = [
      ...(min === null ? [['min', words.outcomes.form.invalidScore] as const] : []),
      ...(max === null ? [['max', words.outcomes.form.invalidScore] as const] : []),
    ]
    setWrong(new Map(problems))
    if (min !== null && max !== null) write.mutate({ min, max })
  }
  return (
    <Dialog open close={close} title={say.title} about={say.about}>
      <Form error={write.error} submit={({ text }) => submit(text)} label={say.title}>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={words.outcomes.form.min}
            name="min"
            inputMode="decimal"
            defaultValue={formatScore(scale.min)}
            error={wrong.get('min')}
          />
          <TextField
            label={words.outcomes.form.max}
            name="max"
            inputMode="decimal"
            defaultValue={formatScore(scale.max)}
            error={wrong.get('max')}
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{words.common.cancel}</Button>
          <Button type="submit" tone="primary" pending={write.isPending}>
            {say.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
