import { useId, useRef, useState } from 'react'
import { announce } from '../platform/announcements.ts'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'

/** A link or secret to hand on. Where the clipboard is closed (plain HTTP) the text is selected instead. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId()
  const ref = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    ref.current?.select()
    try {
      await navigator.clipboard.writeText(value)
    } catch {
      if (!document.execCommand('copy')) return
    }
    setCopied(true)
    announce(words.common.copied)
  }
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={ref}
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 font-mono text-sm"
        />
        <Button onClick={() => void copy()}>{copied ? words.common.copied.replace('.', '') : words.common.copy}</Button>
      </div>
    </div>
  )
}
