import type { DaysPage, DayView } from '../../src/outcomes/api.ts'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'
import { counterField, startOf } from './read-form.ts'
import { formatScore } from './typed.ts'

const say = words.outcomes.form
const USUAL = { min: '1', max: '5' }

type Wrong = ReadonlyMap<string, string>
const NUMBER = { inputMode: 'decimal', autoComplete: 'off', className: 'num' } as const

export function FeedbackFields({ day, scale, wrong }: { day: DayView | null; scale: DaysPage['scale']; wrong: Wrong }) {
  const usual = scale ? { min: formatScore(scale.min), max: formatScore(scale.max) } : USUAL
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        {...NUMBER}
        label={say.score}
        name="score"
        hint={say.scoreHint}
        defaultValue={startOf(day, 'score')}
        error={wrong.get('score')}
      />
      <TextField
        {...NUMBER}
        label={say.count}
        name="count"
        defaultValue={startOf(day, 'count')}
        error={wrong.get('count')}
      />
      <TextField
        {...NUMBER}
        label={say.min}
        name="min"
        defaultValue={startOf(day, 'min') ?? usual.min}
        error={wrong.get('min')}
      />
      <TextField
        {...NUMBER}
        label={say.max}
        name="max"
        defaultValue={startOf(day, 'max') ?? usual.max}
        error={wrong.get('max')}
      />
    </div>
  )
}

/** The counters that the project knows, and room for one more. */
export function CounterFields({ day, names, wrong }: { day: DayView | null; names: readonly string[]; wrong: Wrong }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {names.map((name) => (
        <TextField
          {...NUMBER}
          key={name}
          label={name}
          name={counterField(name)}
          defaultValue={day?.counters[name]}
          error={wrong.get(counterField(name))}
        />
      ))}
      <TextField label={say.counterName} name="counterName" hint={say.counterHint} maxLength={256} autoComplete="off" />
      <TextField {...NUMBER} label={say.counterValue} name="counterValue" error={wrong.get('counterValue')} />
    </div>
  )
}
