import { useState } from 'react'
import { CheckField, TextField } from '../ui/field.tsx'
import { words } from '../words/index.ts'

type Props = {
  name: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  error: string | undefined
}

export function PasswordField({ name, label, autoComplete, error }: Props) {
  const [shown, setShown] = useState(false)
  const isNew = autoComplete === 'new-password'
  return (
    <div className="flex flex-col">
      <TextField
        label={label}
        name={name}
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        required
        minLength={isNew ? 12 : 1}
        maxLength={128}
        hint={isNew ? words.people.passwordHint : undefined}
        error={error}
        dir="ltr"
      />
      <CheckField
        label={words.people.showPassword}
        checked={shown}
        onChange={(event) => setShown(event.target.checked)}
        className="self-start text-muted"
      />
    </div>
  )
}
