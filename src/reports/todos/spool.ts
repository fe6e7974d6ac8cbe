import { fullSpools } from './store/spools.ts'
import { type TodoSupplier, todo } from './todo.ts'

/** Before calls can no longer be kept, and when some were not. Who runs the servers can do something about it. */
export const spoolTodos: TodoSupplier = async ({ db }, teamIds) => {
  if (teamIds !== null) return []
  const { percent, notKept } = await fullSpools(db)
  if (notKept > 0) {
    const count = notKept.toLocaleString('ko-KR')
    const sentence = `게이트웨이가 호출 ${count}건을 기록하지 못했습니다. 호출은 정상으로 처리되었지만 비용에서 빠져 있습니다. 디스크와 SPOOL_MAX_MB를 확인해 주세요.`
    return [todo({ kind: 'spool-full', severity: 'danger', sentence })]
  }
  if (percent === null) return []
  const sentence = `게이트웨이가 데이터베이스에 넘기지 못한 호출이 저장 공간의 ${percent}%를 쓰고 있습니다. 가득 차면 호출을 기록하지 못합니다. 데이터베이스 연결과 디스크를 확인해 주세요.`
  return [todo({ kind: 'spool-full', severity: 'warn', sentence })]
}
