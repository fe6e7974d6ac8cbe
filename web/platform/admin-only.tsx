import type { ReactNode } from 'react'
import { words } from '../words/index.ts'
import { Problem } from './problem.ts'
import { isAdmin, useMe } from './session.ts'

/** The server refuses anyway; this says so before anything is asked. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const me = useMe()
  if (!isAdmin(me)) throw new Problem({ status: 403, code: 'not-allowed', detail: words.settings.adminOnly })
  return children
}
