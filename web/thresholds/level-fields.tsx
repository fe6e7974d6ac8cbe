import { X } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'
import { type DraftLevel, EFFECTS, newLevel, toEffect } from './draft.ts'

const say = words.thresholds
const MOST_LEVELS = 12

type Props = { levels: readonly DraftLevel[]; change: (levels: readonly DraftLevel[]) => void }

export function LevelFields({ levels, change }: Props) {
  const put = (key: string, part: Partial<DraftLevel>) =>
    change(levels.map((level) => (level.key === key ? { ...level, ...part } : level)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{say.form.levels}</legend>
      <p className="text-xs text-muted">{say.form.levelsHint}</p>
      <ul className="flex flex-col gap-2">
        {levels.map((level, place) => (
          <li key={level.key} className="grid grid-cols-[88px_minmax(0,1fr)_auto] items-center gap-2">
            <TextField
              label={say.form.percentOf(place + 1)}
              hideLabel
              value={level.percent}
              onChange={(event) => put(level.key, { percent: event.target.value })}
              inputMode="numeric"
              pattern="[0-9]{1,5}"
              required
              autoComplete="off"
              dir="ltr"
              className="text-right"
            />
            <SelectField
              label={say.form.effectOf(place + 1)}
              hideLabel
              value={level.effect}
              onChange={(event) => put(level.key, { effect: toEffect(event.target.value) })}
              choices={EFFECTS.map((effect) => ({ value: effect, label: `% ${say.effects[effect]}` }))}
            />
            <Button
              tone="quiet"
              disabled={levels.length === 1}
              aria-label={say.form.removeOf(level.percent)}
              onClick={() => change(levels.filter(({ key }) => key !== level.key))}
            >
              <X aria-hidden="true" className="size-4" />
              <span className="max-sm:sr-only">{say.form.removeShort}</span>
            </Button>
          </li>
        ))}
      </ul>
      {levels.length < MOST_LEVELS ? (
        <Button className="self-start" onClick={() => change([...levels, newLevel(levels)])}>
          {say.form.add}
        </Button>
      ) : null}
    </fieldset>
  )
}
