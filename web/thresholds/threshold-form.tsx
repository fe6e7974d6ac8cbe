import { useState } from 'react'
import type { Period, ProjectThresholds } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { cleanLimit, type DraftLevel, draftOf, levelsOf } from './draft.ts'
import { LevelFields } from './level-fields.tsx'
import { pathOf } from './threshold-path.ts'

const say = words.thresholds.form
const ON_NO_DATA = ['go-on', 'stop'] as const

type Props = { period: Period; thresholds: ProjectThresholds }

export function ThresholdForm({ open, close, ...rest }: Props & { open: boolean; close: () => void }) {
  return (
    <Dialog open={open} close={close} title={say.title[rest.period]} about={say.about}>
      <Fields {...rest} close={close} />
    </Dialog>
  )
}

function Fields({ period, thresholds, close }: Props & { close: () => void }) {
  const { threshold, suggestion } = thresholds[period]
  const [limit, setLimit] = useState(threshold?.limit.amount ?? '')
  const [levels, setLevels] = useState<readonly DraftLevel[]>(() =>
    draftOf(threshold?.levels ?? thresholds.defaultLevels),
  )
  const [hard, setHard] = useState(threshold?.hard ?? false)
  const save = useWrite({
    act: (input: { onNoData: string; hard: boolean; reason: string }) =>
      api.put(pathOf({ projectId: thresholds.projectId, period }), {
        limit: cleanLimit(limit),
        levels: levelsOf(levels),
        ...input,
      }),
    say: () => say.done[period],
    done: () => close(),
  })
  return (
    <Form
      error={save.error}
      submit={({ text }) => save.mutate({ onNoData: text('onNoData'), hard, reason: text('reason') })}
    >
      <TextField
        label={say.limit}
        value={limit}
        onChange={(event) => setLimit(event.target.value)}
        hint={suggestionHint(period, suggestion)}
        inputMode="decimal"
        required
        maxLength={60}
        autoComplete="off"
        dir="ltr"
        error={fieldError(save.error, 'limit')}
      />
      {suggestion ? (
        <Button className="self-start" onClick={() => setLimit(suggestion.limit.amount)}>
          {words.thresholds.suggestion.take(formatMoney(suggestion.limit))}
        </Button>
      ) : null}
      <LevelFields levels={levels} change={setLevels} />
      <EffectNotes effects={levels.map(({ effect }) => effect)} canBlock={thresholds.canBlock} />
      <SelectField
        label={say.onNoData}
        name="onNoData"
        defaultValue={threshold?.onNoData ?? 'go-on'}
        choices={ON_NO_DATA.map((value) => ({ value, label: say.onNoDataChoices[value] }))}
      />
      <div className="flex flex-col gap-1">
        <CheckField
          label={say.hard}
          checked={hard}
          onChange={(event) => setHard(event.target.checked)}
          aria-describedby="hard-note"
        />
        <p id="hard-note" className="text-sm text-muted">
          {say.hardNote}
        </p>
      </div>
      <TextField label={say.reason} name="reason" hint={say.reasonHint} maxLength={500} autoComplete="off" />
      <DialogButtons submit={say.submit} pending={save.isPending} cancel={close} />
    </Form>
  )
}

function suggestionHint(period: Period, suggestion: ProjectThresholds['day']['suggestion']): string {
  if (!suggestion) return words.thresholds.suggestion.none
  return words.thresholds.suggestion[period](formatMoney(suggestion.usual), formatMoney(suggestion.limit))
}

/** What a choice would do, and whether it can: said where it is chosen. */
function EffectNotes({ effects, canBlock }: { effects: readonly string[]; canBlock: ProjectThresholds['canBlock'] }) {
  const acts = effects.some((effect) => effect !== 'notify')
  if (!acts) return null
  return (
    <>
      {effects.includes('block') ? <p className="text-sm text-muted">{say.blocks}</p> : null}
      {effects.includes('slow') ? <p className="text-sm text-muted">{say.slows}</p> : null}
      {canBlock === 'yes' ? null : <Notice tone="warn">{say.cannotBlock[canBlock]}</Notice>}
    </>
  )
}
