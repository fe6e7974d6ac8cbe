import type { Refusal } from '../gateway/index.ts'
import { headlineUsd, usd } from '../platform/korean/amounts.ts'
import { instantOf } from '../platform/korean/times.ts'
import { isZero } from '../platform/money.ts'
import { endOfPeriod, type Period, startOfPeriod } from '../thresholds/index.ts'
import type { Rule } from './decide.ts'

const NAMES: Record<Period, string> = { day: '일일', week: '주간' }
const NOT_SENT = '호출을 OpenAI로 보내지 않았습니다.'

export type Refused = { because: 'no-room' | 'unknown-cost'; rule: Rule; most: string | null; day: string }

/** 한도, 지금까지의 지출, 초기화 시각과 한도를 올릴 수 있는 사람을 말합니다. */
export function limitReached({ because, rule, most, day }: Refused): Refusal {
  const { period, limit, spent, reserved } = rule
  const resetsAt = `${instantOf(endOfPeriod(period, startOfPeriod(period, day)), 'Asia/Seoul')}(KST)`
  const name = `${NAMES[period]} 하드 한도 ${headlineUsd(limit)}`
  const used = `지금까지 ${usd(spent)}를 썼${isZero(reserved) ? '습니다.' : `고 진행 중인 호출에 ${usd(reserved)}가 예약되어 있습니다.`}`
  const who = `${resetsAt}에 초기화됩니다. 그 전에 더 쓰려면 팀장이나 관리자에게 한도를 올려 달라고 요청해 주세요.`
  const message =
    because === 'unknown-cost'
      ? `이 호출에 최대 얼마가 들지 알 수 없어 ${NOT_SENT} 이 프로젝트의 ${name}는 단가를 모르는 호출을 거절하도록 설정되어 있습니다. 관리자에게 단가 입력을 요청하거나 단가를 아는 모델을 사용해 주세요.`
      : `이 프로젝트의 ${name}에 남은 자리가 없어 ${NOT_SENT} ${used} ${mostOf(most)}${who}`
  return {
    status: 429,
    type: 'insufficient_quota',
    code: 'finops_limit_reached',
    message,
    isFinal: true,
  }
}

function mostOf(most: string | null): string {
  return most === null || isZero(most)
    ? ''
    : `이 호출에는 최대 ${usd(most)}가 들 수 있습니다(max_tokens를 줄이면 이 금액도 줄어듭니다). `
}

export const cannotCheck: Refusal = {
  status: 503,
  type: 'server_error',
  code: 'finops_limit_unknown',
  message: `하드 한도에 남은 자리가 있는지 확인할 수 없어 ${NOT_SENT} 이 프로젝트는 확인할 수 없을 때 거절하도록 설정되어 있습니다. 잠시 후 다시 시도해 주세요.`,
  isFinal: false,
  retryAfterSeconds: 5,
}
