import type { Todo } from '../api.ts'
import { changedLimitTodos, releaseTodos, unsafeBlockTodos } from './blocks.ts'
import { breachTodos, darkTeamTodos } from './breaches.ts'
import { brokenKeyTodos } from './broken-keys.ts'
import { failingChannelTodos, silentTeamTodos } from './channels.ts'
import { doubtedDayTodos, stuckCollectionTodos } from './collections.ts'
import { gapTodos } from './gaps.ts'
import { hardLimitTodos } from './hard-limits.ts'
import { spoolTodos } from './spool.ts'
import type { TodoDeps, TodoSupplier } from './todo.ts'
import { unpricedTodos } from './unpriced.ts'

/** Every part of the product that may have something for a person to do, the most urgent first among equals. */
const SUPPLIERS: readonly TodoSupplier[] = [
  unsafeBlockTodos,
  breachTodos,
  failingChannelTodos,
  releaseTodos,
  darkTeamTodos,
  brokenKeyTodos,
  stuckCollectionTodos,
  doubtedDayTodos,
  spoolTodos,
  hardLimitTodos,
  unpricedTodos,
  changedLimitTodos,
  silentTeamTodos,
  gapTodos,
]

const URGENCY: Record<Todo['severity'], number> = { danger: 0, warn: 1, info: 2 }

/** What somebody has to do now, the worst first. Empty on a day without trouble. */
export async function todosFor(deps: TodoDeps, teamIds: readonly string[] | null): Promise<Todo[]> {
  const todos: Todo[] = []
  for (const supply of SUPPLIERS) todos.push(...(await supply(deps, teamIds)))
  return todos.toSorted((left, right) => URGENCY[left.severity] - URGENCY[right.severity])
}
