import type { Home, Todo } from '../api.ts'
import { todo } from './todo.ts'

const WORTH_SAYING_SHARE = 0.1

/** Money that nobody owns is a to-do as soon as it is more than a rounding of the week. */
export function unattributedTodo(unattributed: Home['unattributed']): Todo[] {
  const share = unattributed?.share ?? 0
  if (share < WORTH_SAYING_SHARE) return []
  const percent = Math.round(share * 100)
  const sentence = `최근 7일 지출의 ${percent}%가 어느 프로젝트에도 연결되지 않았습니다. Project ID를 연결하면 어느 팀의 지출인지 보입니다.`
  return [todo({ kind: 'unattributed', severity: 'info', sentence })]
}
