import type { LinkProps } from '@tanstack/react-router'
import {
  Activity,
  BellRing,
  ChartColumn,
  CircleHelp,
  History,
  House,
  type LucideIcon,
  Scale,
  Send,
  Settings,
  Tags,
  Users,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { Me } from '../../src/people/api.ts'
import { OpenCount } from '../alerts/open-count.tsx'
import { words } from '../words/index.ts'

export type Place = {
  to: NonNullable<LinkProps['to']>
  label: string
  icon: LucideIcon
  exact?: boolean
  /** How much waits there. */
  count?: ComponentType
}

const DAILY: Place[] = [
  { to: '/', label: words.shell.home, icon: House, exact: true },
  { to: '/alerts', label: words.shell.alerts, icon: BellRing, count: OpenCount },
  { to: '/projects', label: words.shell.projects, icon: ChartColumn },
  { to: '/teams', label: words.shell.teams, icon: Users },
]
const MORE: Place[] = [
  { to: '/compare', label: words.shell.compare, icon: Scale },
  { to: '/actions', label: words.shell.actions, icon: History },
  { to: '/outbox', label: words.shell.outbox, icon: Send },
]
const ADMIN: Place[] = [
  { to: '/unattributed', label: words.shell.unattributed, icon: CircleHelp },
  { to: '/prices', label: words.shell.prices, icon: Tags },
  { to: '/jobs', label: words.shell.jobs, icon: Activity },
  { to: '/settings', label: words.shell.settings, icon: Settings },
]

export function placesFor(me: Me): { daily: Place[]; more: Place[] } {
  return { daily: DAILY, more: me.role === 'admin' ? [...MORE, ...ADMIN] : MORE }
}
