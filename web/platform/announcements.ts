import { useSyncExternalStore } from 'react'

export type Announcement = { id: number; text: string }

const SHOWN_MS = 8_000
let current: Announcement | null = null
let count = 0
const listeners = new Set<() => void>()

/** Says one sentence on screen and to screen readers; a newer one replaces it. */
export function announce(text: string): void {
  count += 1
  const id = count
  change({ id, text })
  setTimeout(() => dismiss(id), SHOWN_MS)
}

export function dismiss(id: number): void {
  if (current?.id === id) change(null)
}

/** What was said about the step before must not stand beside the answer to the next. */
export function hush(): void {
  if (current) change(null)
}

export function useAnnouncement(): Announcement | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

function change(next: Announcement | null): void {
  current = next
  for (const listener of listeners) listener()
}
