import type { OpenAiFailure } from './failure.ts'

/** What the text alone says, before anything is sent: null for an admin key. Also keeps odd characters out of headers. */
export function formatFailure(key: string): OpenAiFailure | null {
  if (/^sk-admin-[\w-]{8,400}$/.test(key)) return null
  if (/^sk-(?!admin-)[\w-]+$/.test(key)) return { kind: 'project-key' }
  return { kind: 'not-admin-key' }
}
