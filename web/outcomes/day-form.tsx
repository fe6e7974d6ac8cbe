import { useState } from 'react'
import type { DaysPage, DayView, RecordedOutcomes } from '../../src/outcomes/api.ts'
import { api } from '../platform/api.ts'
import { Problem } from '../platform/problem.ts'
import { useWrite } from '../platform/write.ts'
import { addDays, currentDay } from '../reports/days.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { CounterFields, FeedbackFields } from './form-fields.tsx'
import { outcomesPath } from './queries.ts'
import { readForm, type TypedDay } from './read-form.ts'

const say = words.outcomes.form

type Props = { projectId: string; page: DaysPage; day: DayView | null; close: () => void }
type Input = { typed: TypedDay; reason: string }
type Outcome = 'stored' | 'replaced' | 'duplicate'

/** Enters the total of a day, or corrects the one that is there. */
export function DayForm({ projectId, page, day, close }: Props) {
  const title = day ? say.correctTitle : say.title
  const about = day ? `${formatLongDay(day.costDay)} · ${day.task || words.outcomes.noTask}` : say.about
  return (
    <Dialog open close={close} title={title} about={about}>
      <Fields projectId={projectId} page={page} day={day} close={close} />
    </Dialog>
  )
}

function Fields({ projectId, page, day, close }: Props) {
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map())
  const write = useWrite({
    act: ({ typed, reason }: Input) => save(projectId, day, typed, reason),
    say: (result, { typed }) => sentenceOf(result, typed.task || words.outcomes.noTask),
    done: close,
  })
  // What is entered may be known already: then it is a correction, which needs a reason.
  const isCorrection = day !== null || codeOf(write.error) === 'outcome-reason-needed'
  const submit = (text: (name: string) => string) => {
    const { day: typed, problems } = readForm(text, page.counters)
    const missing = isCorrection && text('reason').trim() === '' ? [['reason', say.reasonNeeded] as const] : []
    setWrong(new Map([...problems, ...missing]))
    if (typed && missing.length === 0) write.mutate({ typed, reason: text('reason').trim() })
  }
  return (
    <Form error={write.error} submit={({ text }) => submit(text)} label={day ? say.correctTitle : say.title}>
      {day ? null : <WhichDay />}
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={say.attempts}
          name="attempts"
          inputMode="numeric"
          autoComplete="off"
          required
          className="num"
          defaultValue={day?.attempts}
          error={wrong.get('attempts')}
        />
        <TextField
          label={say.successes}
          name="successes"
          inputMode="numeric"
          autoComplete="off"
          required
          className="num"
          defaultValue={day?.successes}
          error={wrong.get('successes')}
        />
      </div>
      <FeedbackFields day={day} scale={page.scale} wrong={wrong} />
      <CounterFields day={day} names={page.counters} wrong={wrong} />
      {isCorrection ? (
        <TextField
          label={say.reason}
          name="reason"
          hint={say.reasonHint}
          required
          maxLength={500}
          autoComplete="off"
          error={wrong.get('reason')}
        />
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{words.common.cancel}</Button>
        <Button type="submit" tone="primary" pending={write.isPending}>
          {say.submit}
        </Button>
      </div>
    </Form>
  )
}

function WhichDay() {
  return (
    <>
      <TextField
        label={say.day}
        name="day"
        type="date"
        defaultValue={addDays(currentDay(), -1)}
        max={currentDay()}
        hint={say.dayHint}
        required
      />
      <TextField label={say.task} name="task" hint={say.taskHint} maxLength={256} autoComplete="off" />
    </>
  )
}

async function save(projectId: string, day: DayView | null, typed: TypedDay, reason: string): Promise<Outcome> {
  const { attempts, successes, feedback, counters } = typed
  if (day?.total) {
    const body = { attempts, successes, feedback, counters, reason }
    await api.patch(`${outcomesPath(projectId)}/totals/${day.total.id}`, body)
    return 'replaced'
  }
  const body = { outcomes: [typed], reason }
  const { items } = await api.post<RecordedOutcomes>(outcomesPath(projectId), body)
  const [item] = items
  if (item === undefined || item.result === 'refused') {
    throw new Problem({
      status: 400,
      code: item?.reason ?? 'unreadable',
      detail: item?.detail ?? words.problem.unreadable,
    })
  }
  return item.result
}

function sentenceOf(result: Outcome, task: string): string {
  if (result === 'duplicate') return say.same
  return result === 'stored' ? say.stored(task) : say.replaced(task)
}

function codeOf(error: unknown): string | null {
  return error instanceof Problem ? error.code : null
}
