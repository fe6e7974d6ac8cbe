import type { ErrorWords } from '../platform/http/words.ts'
import type { Effect, NoDataCause } from './threshold.ts'

export const thresholdErrors: ErrorWords = {
  'threshold-unknown': '이 프로젝트에 해당 임계값이 없습니다. 바꾼 내용은 없습니다. 임계값을 먼저 설정해 주세요.',
  'threshold-limit-invalid':
    '한도는 0 이상 1,000조 달러 이하의 금액이어야 합니다. 바꾼 내용은 없습니다. 숫자만 입력해 주세요. 예: 500',
  'threshold-levels-invalid':
    '단계는 1개에서 12개까지, 서로 다른 비율이어야 합니다. 바꾼 내용은 없습니다. 겹치는 단계를 지우고 다시 시도해 주세요.',
  'threshold-raise-too-low': ({ limit }) =>
    `이번 기간에 올릴 한도는 기본 한도($${String(limit ?? '')})보다 커야 합니다. 바꾼 내용은 없습니다. 더 큰 금액을 입력하거나 임계값을 수정해 주세요.`,
  'threshold-pause-invalid':
    '일시 중지는 지금부터 31일 안의 시각까지만 할 수 있습니다. 바꾼 내용은 없습니다. 끝나는 시각을 다시 골라 주세요.',
}

export const noDataSentences: Record<NoDataCause, string> = {
  'key-broken': 'OpenAI가 Admin API 키를 거부해 지출을 읽지 못하고 있습니다. 팀 설정에서 키를 교체해 주세요.',
  'key-off': 'Admin API 키가 비활성화되어 지출을 읽지 않고 있습니다. 다시 감시하려면 팀 설정에서 키를 활성화해 주세요.',
  'poll-overdue': '15분 넘게 지출을 읽지 못했습니다. 자동으로 계속 시도하고 있습니다.',
}

export const effectNames: Record<Effect, string> = { notify: '알림', slow: '감속', block: '차단' }
