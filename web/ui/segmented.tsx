import { useId } from 'react'
import type { Choice } from './field.tsx'

type Props = { label: string; value: string; choices: readonly Choice[]; change: (value: string) => void }

export function Segmented({ label, value, choices, change }: Props) {
  const name = useId()
  return (
    <fieldset className="inline-flex self-start rounded-md border border-line-strong/60 p-0.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative inline-flex min-h-7 cursor-pointer items-center rounded px-2.5 text-sm text-muted has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:min-h-10"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => change(choice.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
