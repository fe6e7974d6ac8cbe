import { useState } from 'react'
import { announce } from '../platform/announcements.ts'
import { Button } from '../ui/button.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { words } from '../words/index.ts'

/** Code to take along, as it stands. Where the clipboard is closed (plain HTTP) it can still be selected. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code)
    } catch {
      if (!copyByHand(code)) return
    }
    setCopied(code)
    announce(words.common.copied)
  }
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface">
      <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-3">
        <span className="min-w-0 truncate text-xs text-muted">{label}</span>
        <Button onClick={() => void copy()}>
          {copied === code ? words.common.copied.replace('.', '') : words.connect.copyCode}
        </Button>
      </div>
      <ScrollRegion label={label} className="p-3">
        <pre className="text-sm">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  )
}

/** The way before the clipboard was an API: a field that nobody sees, selected. */
function copyByHand(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  return isDone
}
