import type { LinkProps } from '@tanstack/react-router'
import { Activity, ChartColumn, CircleHelp, History, House, type LucideIcon, Send, Settings, Users } from 'lucide-react'
import type { Me } from '../../src/people/api.ts'
import { words } from '../words/index.ts'

export type Place = { to: NonNullable<LinkProps['to']>; label: string; icon: LucideIcon; exact?: boolean }

const DAILY: Place[] = [
  { to: '/', label: words.shell.home, icon: House, exact: true },
  { to: '/projects', label: words.shell.projects, icon: ChartColumn },
  { to: '/teams', label: words.shell.teams, icon: Users },
  { to: '/actions', label: words.shell.actions, icon: History },
]
const MORE: Place[] = [{ to: '/outbox', label: words.shell.outbox, icon: Send }]
const ADMIN: Place[] = [
  { to: '/unattributed', label: words.shell.unattributed, icon: CircleHelp },
  { to: '/jobs', label: words.shell.jobs, icon: Activity },
  { to: '/settings', label: words.shell.settings, icon: Settings },
]

export function placesFor(me: Me): { daily: Place[]; more: Place[] } {
  return { daily: DAILY, more: me.role === 'admin' ? [...MORE, ...ADMIN] : MORE }
}
