import { useSyncExternalStore } from 'react'
import { isProblem } from './problem.ts'

let heardAt: number | null = null
let isLost = false
const listeners = new Set<() => void>()

/** The server was not reached, or what stands before it says that it is away. */
export function isAway(error: unknown): boolean {
  return isProblem(error) && (error.status === 0 || error.status >= 502)
}

/** An answer came. True where it is the first one after a silence. */
export function heard(at: number): boolean {
  const wasLost = isLost
  heardAt = at
  isLost = false
  if (wasLost) tell()
  return wasLost
}

/** What a page shows could not be read again. */
export function missed(): void {
  if (isLost) return
  isLost = true
  tell()
}

/** While the server is away: when it last told anything. Null: all is well. */
export function useSilenceSince(): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (isLost ? heardAt : null),
  )
}

function tell(): void {
  for (const listener of listeners) listener()
}
