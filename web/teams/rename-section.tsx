import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { SettingsSection } from '../ui/page.tsx'

type RenameWords = { title: string; submit: string; done(name: string): string }

/** The name of a team or a project. Starts anew when the name changes elsewhere. */
export function RenameSection({
  path,
  name,
  label,
  say,
}: {
  path: string
  name: string
  label: string
  say: RenameWords
}) {
  return (
    <SettingsSection title={say.title}>
      <RenameForm key={name} path={path} name={name} label={label} say={say} />
    </SettingsSection>
  )
}

function RenameForm({ path, name, label, say }: { path: string; name: string; label: string; say: RenameWords }) {
  const rename = useWrite({
    act: (wanted: string) => api.patch<{ name: string }>(path, { name: wanted }),
    say: (changed) => say.done(changed.name),
  })
  return (
    <Form
      error={rename.error}
      submit={({ text }) => rename.mutate(text('name'))}
      className="flex max-w-lg flex-col gap-3"
    >
      <TextField
        label={label}
        name="name"
        defaultValue={name}
        required
        maxLength={100}
        autoComplete="off"
        error={fieldError(rename.error, 'name')}
      />
      <Button type="submit" pending={rename.isPending} className="self-start">
        {say.submit}
      </Button>
    </Form>
  )
}
