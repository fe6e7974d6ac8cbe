import { TextField } from '../ui/field.tsx'
import { fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'

const say = words.channels.settings

export function NameField({ error, initial = '' }: { error: unknown; initial?: string }) {
  return (
    <TextField
      label={say.name}
      name="name"
      defaultValue={initial}
      placeholder={say.nameHint}
      required
      maxLength={100}
      autoComplete="off"
      error={fieldError(error, 'name')}
    />
  )
}

/** A secret like a password: never shown again, kept out of the browser's memory of forms. */
export function UrlField({ error, hint, required }: { error: unknown; hint: string; required: boolean }) {
  return (
    <TextField
      label={say.url}
      name="url"
      type="url"
      dir="ltr"
      placeholder="https://hooks.slack.com/services/…"
      required={required}
      maxLength={1000}
      autoComplete="off"
      spellCheck={false}
      hint={hint}
      error={fieldError(error, 'url')}
    />
  )
}

export function AddressesField({ error, initial = '' }: { error: unknown; initial?: string }) {
  return (
    <TextField
      label={say.addresses}
      name="addresses"
      dir="ltr"
      defaultValue={initial}
      placeholder="ops@example.com, oncall@example.com"
      required
      maxLength={5000}
      autoComplete="off"
      hint={say.addressesHint}
      error={fieldError(error, 'addresses') ?? fieldError(error, 'addresses.0')}
    />
  )
}

export function addressesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '')
}
