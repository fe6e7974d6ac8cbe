import { useState } from 'react'
import type { OwnPrice, PriceTier, PriceUnit } from '../../src/pricing/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { formatFullDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { modelLabel, partLabel, readPrice } from './price.ts'

const say = words.prices.form
const TIERS: readonly PriceTier[] = ['standard', 'batch', 'flex', 'priority']

/** What the form starts with. */
export type Entering = { model: string; tier: PriceTier; validFrom: string; parts: readonly string[] }

type Input = {
  model: string
  tier: string
  validFrom: string
  prices: { part: string; price: string }[]
  reason: string
}

const UNIT_OF: Record<string, PriceUnit> = {
  image: 'image',
  characters: 'million-characters',
  duration: 'minute',
  storage: 'gib-day',
  session: 'session',
  'tool call': 'thousand-calls',
}

function unitLabel(part: string): string {
  const unit = UNIT_OF[part.startsWith('image ') && /\d/.test(part) ? 'image' : part] ?? 'million-tokens'
  return words.prices.units[unit]
}

export function EnterPrice({ entering, close }: { entering: Entering | null; close: () => void }) {
  return (
    <Dialog open={entering !== null} close={close} title={words.prices.enter} about={say.about}>
      {entering ? <PriceForm key={entering.model} start={entering} close={close} /> : null}
    </Dialog>
  )
}

function PriceForm({ start, close }: { start: Entering; close: () => void }) {
  const [parts, setParts] = useState(start.parts)
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map())
  const enter = useWrite({
    act: (input: Input) => api.post<{ items: OwnPrice[] }>('/api/prices', input),
    say: (_answer, input) => say.done(modelLabel(input.model), formatFullDay(input.validFrom)),
    done: close,
  })
  const others = Object.keys(words.prices.parts).filter((part) => !parts.includes(part))

  const submit = (text: (name: string) => string) => {
    const given = parts.map((part) => ({ part, typed: text(part).trim() })).filter(({ typed }) => typed !== '')
    const problems = new Map<string, string>()
    for (const { part, typed } of given) if (readPrice(typed) === null) problems.set(part, say.invalid)
    const [first] = parts
    if (given.length === 0 && first !== undefined) problems.set(first, say.nothing)
    setWrong(problems)
    if (problems.size > 0) return
    enter.mutate({
      model: text('model'),
      tier: text('tier'),
      validFrom: text('validFrom'),
      reason: text('reason'),
      prices: given.map(({ part, typed }) => ({ part, price: readPrice(typed) ?? '' })),
    })
  }

  return (
    <Form error={enter.error} submit={({ text }) => submit(text)} label={words.prices.enter}>
      <TextField
        label={say.model}
        name="model"
        defaultValue={start.model}
        hint={say.modelHint}
        required
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        error={fieldError(enter.error, 'model')}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={say.tier}
          name="tier"
          defaultValue={start.tier}
          choices={TIERS.map((tier) => ({ value: tier, label: words.prices.tiers[tier] }))}
        />
        <TextField
          label={say.validFrom}
          name="validFrom"
          type="date"
          defaultValue={start.validFrom}
          hint={say.validFromHint}
          required
          error={fieldError(enter.error, 'validFrom')}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {parts.map((part) => (
          <TextField
            key={part}
            label={`${partLabel(part)} ($, ${unitLabel(part)})`}
            name={part}
            inputMode="decimal"
            autoComplete="off"
            className="num"
            error={wrong.get(part)}
          />
        ))}
        <SelectField
          label={say.add}
          value=""
          onChange={(event) => event.target.value && setParts([...parts, event.target.value])}
          choices={[
            { value: '', label: say.addChoice },
            ...others.map((part) => ({ value: part, label: partLabel(part) })),
          ]}
        />
      </div>
      <TextField label={say.reason} name="reason" hint={say.reasonHint} maxLength={500} autoComplete="off" />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{words.common.cancel}</Button>
        <Button type="submit" tone="primary" pending={enter.isPending}>
          {say.submit}
        </Button>
      </div>
    </Form>
  )
}
