import { josa } from 'es-hangul'
import type { Todo } from '../api.ts'
import { type TeamGap, teamGaps } from './store/connections.ts'
import { type TodoSupplier, todo } from './todo.ts'

/** What has to be connected before a number can be shown. */
export const gapTodos: TodoSupplier = async ({ db }, teamIds) => (await teamGaps(db, teamIds)).flatMap(todosOf)

function todosOf(gap: TeamGap): Todo[] {
  const todos: Todo[] = []
  if (!gap.hasKey) {
    todos.push(
      todo({
        kind: 'add-key',
        severity: 'info',
        sentence: `${gap.teamName}에 Admin API 키가 없습니다. 키를 등록하면 비용 수집이 시작됩니다.`,
        teamId: gap.teamId,
      }),
    )
  }
  if (gap.unboundProjects > 0) {
    const count = `프로젝트 ${gap.unboundProjects}개`
    todos.push(
      todo({
        kind: 'add-binding',
        severity: 'info',
        sentence: `${gap.teamName}의 ${josa(count, '이/가')} OpenAI Project ID와 연결되지 않았습니다. 연결하면 비용이 보입니다.`,
        teamId: gap.teamId,
        projectId: gap.unboundProjects === 1 ? gap.unboundProjectId : null,
      }),
    )
  }
  return todos
}
