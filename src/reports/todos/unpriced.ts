import { addDays, type CostDay, costDayOf } from '../../platform/cost-day.ts'
import { unpricedOf } from '../unpriced.ts'
import { type TodoSupplier, todo } from './todo.ts'

const RECENT_DAYS = 7

/** Only an admin can enter a price. */
export const unpricedTodos: TodoSupplier = async ({ db, now }, teamIds) => {
  if (teamIds !== null) return []
  const today = costDayOf(now)
  const unpriced = await unpricedOf(db, { teamIds }, { from: addDays(today, 1 - RECENT_DAYS), to: today })
  if (!unpriced) return []
  const tokens = unpriced.tokens === '0' ? '사용량이' : `${BigInt(unpriced.tokens).toLocaleString('ko-KR')} 토큰이`
  const sentence = `${spanName(unpriced.days)} 사용량 가운데 단가를 모르는 모델 ${unpriced.models.length}개의 ${tokens} 지출에서 빠져 있습니다. 단가를 입력하면 다시 계산합니다.`
  return [todo({ kind: 'price-unknown', severity: 'warn', sentence })]
}

/** `11/20~11/26`: the price table and the trend leave out other spans, so the sentence names its own. */
function spanName(days: readonly CostDay[]): string {
  const [first, last] = [days.at(0), days.at(-1)].map((day) => day?.replace(/^\d+-0?(\d+)-0?(\d+)$/, '$1/$2') ?? '')
  return first === last ? `${first}` : `${first}~${last}`
}
