import type { Db } from '../../platform/db/database.ts'
import type { Todo } from '../api.ts'

export type TodoDeps = { db: Db; now: Date; sendsMail: boolean; sentence(code: string): string }

/** What one part of the product has for a person to do. `teamIds: null` is the whole workspace. */
export type TodoSupplier = (deps: TodoDeps, teamIds: readonly string[] | null) => Promise<Todo[]>

type Told = Pick<Todo, 'kind' | 'severity' | 'sentence'> & Partial<Todo>

/** A to-do with what it does not speak of left null. */
export function todo(told: Told): Todo {
  return { teamId: null, projectId: null, subjectId: null, use: null, heldBack: null, since: null, ...told }
}
