import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'

export type KeyInput = { key: string; baseUrl: string | null }
type Props = {
  submit: (input: KeyInput) => void
  submitText: string
  pending: boolean
  error: unknown
  cancel?: () => void
}

const say = words.keys

/** The key is typed once and leaves with the form: no state, no password manager, no history. */
export function AdminKeyForm({ submit, submitText, pending, error, cancel }: Props) {
  return (
    <Form
      error={error}
      submit={({ text }) => submit({ key: text('key').trim(), baseUrl: text('baseUrl').trim() || null })}
      className="flex max-w-lg flex-col gap-3"
      label={say.title}
    >
      <TextField
        label={say.label}
        name="key"
        type="password"
        hint={say.hint}
        placeholder="sk-admin-…"
        required
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        dir="ltr"
        error={fieldError(error, 'key')}
      />
      <details>
        <summary className="min-h-6 w-fit text-sm text-muted underline-offset-4 hover:underline">
          {say.advanced}
        </summary>
        <div className="mt-2">
          <TextField
            label={say.baseUrl}
            name="baseUrl"
            type="url"
            hint={say.baseUrlHint}
            placeholder="https://api.openai.com/v1"
            maxLength={300}
            dir="ltr"
            error={fieldError(error, 'baseUrl')}
          />
        </div>
      </details>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" pending={pending} pendingText={say.registering}>
          {submitText}
        </Button>
        {cancel ? <Button onClick={cancel}>{words.common.cancel}</Button> : null}
      </div>
    </Form>
  )
}
