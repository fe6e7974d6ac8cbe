import type { Me } from '../../src/people/api.ts'
import type { Home, Todo } from '../../src/reports/api.ts'
import { leads } from '../platform/session.ts'

const FIRST_STEPS: ReadonlySet<Todo['kind']> = new Set(['add-team', 'add-key', 'add-binding', 'collecting'])

/** What the viewer has to do, less what the first set-up asks for anyway, with the one button that is next. */
export function shownTodos({ todos, checklist }: Pick<Home, 'todos' | 'checklist'>, me: Me): Todo[] {
  return todos.filter((todo) => !isInChecklist(todo, checklist) && isForViewer(todo, me))
}

function isInChecklist({ kind }: Todo, checklist: Home['checklist']): boolean {
  if (!checklist) return false
  return FIRST_STEPS.has(kind) || (kind === 'no-channel' && !checklist.channel)
}

/** Only who may connect a channel has something to do about its absence. */
function isForViewer({ kind, teamId }: Todo, me: Me): boolean {
  return kind !== 'no-channel' || leads(me, teamId)
}
