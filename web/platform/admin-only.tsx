import type { ReactNode } from 'react'
import { words } from '../words/index.ts'
import { ForbiddenPage } from './error-page.tsx'
import { isAdmin, useMe } from './session.ts'

/** The server refuses anyway; this says so before anything is asked. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const me = useMe()
  return isAdmin(me) ? children : <ForbiddenPage detail={words.settings.adminOnly} />
}
