import { josa } from 'es-hangul'
import type { Db } from '../platform/db/database.ts'
import type { Home, Todo } from './api.ts'
import {
  brokenKeys,
  doubtedDays,
  type StuckCollection,
  stuckCollections,
  type TeamGap,
  teamGaps,
} from './store/todos.ts'

export type TodoDeps = { db: Db; sentence(code: string): string }

/** What somebody has to do now, the worst first. Empty on a day without trouble. */
export async function todosFor(deps: TodoDeps, teamIds: readonly string[] | null): Promise<Todo[]> {
  const broken = await brokenKeys(deps.db, teamIds)
  const stuck = await stuckCollections(deps.db, teamIds)
  const doubted = teamIds === null ? await doubtedDays(deps.db) : []
  const gaps = await teamGaps(deps.db, teamIds)
  return [
    ...broken.map((key) => ({
      kind: 'key-broken' as const,
      severity: 'danger' as const,
      sentence: `${key.teamName} Admin API 키(…${key.last4})로 비용을 읽지 못하고 있습니다. ${deps.sentence(key.code)}`,
      teamId: key.teamId,
      projectId: null,
      since: key.since.toISOString(),
    })),
    ...stuck.map((collection) => ({
      kind: 'collection-failed' as const,
      severity: 'warn' as const,
      sentence: stuckSentence(collection, deps.sentence(collection.code)),
      teamId: collection.teamId,
      projectId: null,
      since: collection.at.toISOString(),
    })),
    ...doubted.map((doubt) => ({
      kind: 'empty-reading' as const,
      severity: 'warn' as const,
      sentence: `${doubt.day}의 청구서가 비어 있는 채로 왔습니다. 이미 아는 금액은 그대로 두었으며, 다음 수집에서 다시 확인합니다.`,
      teamId: null,
      projectId: null,
      since: doubt.since.toISOString(),
    })),
    ...gaps.flatMap(gapTodos),
  ]
}

const WORTH_SAYING_SHARE = 0.1

/** Money that nobody owns is a to-do as soon as it is more than a rounding of the week. */
export function unattributedTodo(unattributed: Home['unattributed']): Todo[] {
  const share = unattributed?.share ?? 0
  if (share < WORTH_SAYING_SHARE) return []
  const percent = Math.round(share * 100)
  const sentence = `최근 7일 지출의 ${percent}%가 어느 프로젝트에도 연결되지 않았습니다. Project ID를 연결하면 어느 팀의 지출인지 보입니다.`
  return [{ kind: 'unattributed', severity: 'info', sentence, teamId: null, projectId: null, since: null }]
}

function stuckSentence(collection: StuckCollection, reason: string): string {
  return collection.retryAt
    ? `${collection.teamName}의 비용 수집이 늦어지고 있습니다. ${reason} 읽은 날까지는 저장되어 있으며, 자동으로 이어서 시도합니다.`
    : `${collection.teamName}의 비용 수집이 끝나지 않았습니다. ${reason} 팀 설정에서 다시 수집해 주세요.`
}

function gapTodos(gap: TeamGap): Todo[] {
  const todos: Todo[] = []
  if (!gap.hasKey) {
    todos.push({
      kind: 'add-key',
      severity: 'info',
      sentence: `${gap.teamName}에 Admin API 키가 없습니다. 키를 등록하면 비용 수집이 시작됩니다.`,
      teamId: gap.teamId,
      projectId: null,
      since: null,
    })
  }
  if (gap.unboundProjects > 0) {
    const count = `프로젝트 ${gap.unboundProjects}개`
    todos.push({
      kind: 'add-binding',
      severity: 'info',
      sentence: `${gap.teamName}의 ${josa(count, '이/가')} OpenAI Project ID와 연결되지 않았습니다. 연결하면 비용이 보입니다.`,
      teamId: gap.teamId,
      projectId: gap.unboundProjects === 1 ? gap.unboundProjectId : null,
      since: null,
    })
  }
  return todos
}
