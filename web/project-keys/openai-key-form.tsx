import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'

export type OpenAiKeyInput = { key: string; baseUrl: string | null }
type Props = {
  submit: (input: OpenAiKeyInput) => void
  submitText: string
  pending: boolean
  error: unknown
  /** Where it is not for the reader to choose, the address in use goes on. */
  baseUrl: { allowed: boolean; present: string | null }
  cancel?: () => void
}

const say = words.projectKeys.openAi

/** The key is typed once and leaves with the form: no state, no password manager, no history. */
export function OpenAiKeyForm({ submit, submitText, pending, error, baseUrl, cancel }: Props) {
  return (
    <Form
      error={error}
      submit={({ text }) =>
        submit({
          key: text('key').trim(),
          baseUrl: baseUrl.allowed ? text('baseUrl').trim() || null : baseUrl.present,
        })
      }
      className="flex max-w-lg flex-col gap-3"
      label={say.title}
    >
      <TextField
        label={say.label}
        name="key"
        type="password"
        hint={say.hint}
        placeholder="sk-proj-…"
        required
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        dir="ltr"
        error={fieldError(error, 'key')}
      />
      {baseUrl.allowed ? (
        <details open={baseUrl.present !== null}>
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
              defaultValue={baseUrl.present ?? ''}
              maxLength={300}
              dir="ltr"
              error={fieldError(error, 'baseUrl')}
            />
          </div>
        </details>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" pending={pending} pendingText={say.submitting}>
          {submitText}
        </Button>
        {cancel ? <Button onClick={cancel}>{words.common.cancel}</Button> : null}
      </div>
    </Form>
  )
}
