import type { LinkProps } from '@tanstack/react-router'
import { Activity, ChartColumn, CircleHelp, History, House, type LucideIcon, Settings, Users } from 'lucide-react'
import type { Me } from '../../src/people/api.ts'
import { words } from '../words/index.ts'

export type Place = { to: NonNullable<LinkProps['to']>; label: string; icon: LucideIcon; exact?: boolean }

const DAILY: Place[] = [
  { to: '/', label: words.shell.home, icon: House, exact: true },
  { to: '/projects', label: words.shell.projects, icon: ChartColumn },
  { to: '/teams', label: words.shell.teams, icon: Users },
  { to: '/actions', label: words.shell.actions, icon: History },
]
const ADMIN: Place[] = [
  { to: '/unattributed', label: words.shell.unattributed, icon: CircleHelp },
  { to: '/jobs', label: words.shell.jobs, icon: Activity },
  { to: '/settings', label: words.shell.settings, icon: Settings },
]

export function placesFor(me: Me): { daily: Place[]; admin: Place[] } {
  return { daily: DAILY, admin: me.role === 'admin' ? ADMIN : [] }
}
