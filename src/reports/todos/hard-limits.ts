import { uncheckedProjects } from '../../limits/index.ts'
import { type TodoSupplier, todo } from './todo.ts'

/** A hard limit did not hold: whoever relies on it has to know. */
export const hardLimitTodos: TodoSupplier = async ({ db }, teamIds) =>
  (await uncheckedProjects(db, teamIds)).map(({ projectId, projectName, teamId, unknownCost, noDatabase }) => {
    const reasons = [
      unknownCost > 0 ? `단가를 몰라 ${countOf(unknownCost)}` : '',
      noDatabase > 0 ? `데이터베이스가 답하지 않아 ${countOf(noDatabase)}` : '',
    ].filter((reason) => reason !== '')
    const sentence = `‘${projectName}’의 하드 한도를 확인하지 못하고 통과시킨 호출이 지난 하루에 있습니다(${reasons.join(', ')}). 통과시키지 않으려면 임계값에서 ‘집계가 끊기면’을 차단으로 바꿔 주세요.`
    return todo({ kind: 'hard-limit', severity: 'warn', sentence, teamId, projectId })
  })

function countOf(calls: number): string {
  return `${calls.toLocaleString('ko-KR')}건`
}
