import { useId } from 'react'
import { words } from '../words/index.ts'
import { THEMES, useTheme } from './theme.ts'

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme()
  const name = useId()
  return (
    <fieldset className="flex rounded-md border border-line p-0.5">
      <legend className="sr-only">{words.shell.theme}</legend>
      {THEMES.map((choice) => (
        <label
          key={choice}
          className="relative grid min-h-7 flex-1 cursor-pointer place-items-center rounded text-muted has-checked:bg-line has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:min-h-10"
        >
          <input
            type="radio"
            name={name}
            checked={theme === choice}
            onChange={() => setTheme(choice)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <span className="text-xs">{words.shell.themes[choice]}</span>
        </label>
      ))}
    </fieldset>
  )
}
