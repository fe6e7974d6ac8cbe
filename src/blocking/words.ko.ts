import type { ErrorWords } from '../platform/http/words.ts'
import type { Grade, StepKind } from './block.ts'

export const blockingErrors: ErrorWords = {
  'block-reason-needed': '사유를 입력해 주세요. 차단과 해제의 사유는 행동 기록에 남습니다.',
  'block-until-past': '해제 시각이 지났습니다. 아직 차단하지 않았습니다. 지금보다 뒤의 시각을 골라 주세요.',
  'block-until-needed': '언제까지 차단할지 시각을 함께 골라 주세요. 아직 차단하지 않았습니다.',
  'block-project-archived': '보관된 프로젝트입니다. 차단할 것이 없습니다.',
  'block-slow-for-admins': '감속은 관리자만 고를 수 있습니다. 지금 멈추려면 차단을 골라 주세요.',
  'block-key-for-leads':
    'Admin API 키 비활성화는 팀장과 관리자만 고를 수 있습니다. 키는 그대로이며 차단하지 않았습니다. 키를 빼고 다시 차단해 주세요.',
  'block-not-open': '이미 해제되었거나 해제하는 중인 차단입니다. 바꾼 내용은 없습니다.',
  'release-asked-already': '해제 요청이 이미 올라가 있습니다. 관리자의 결정을 기다려 주세요.',
  'release-nothing-asked': '거절할 해제 요청이 없습니다. 이미 처리되었을 수 있습니다. 새로 고쳐 주세요.',
  'confirmation-wrong':
    '입력한 확인 문구가 다릅니다. 아무것도 삭제하지 않았습니다. 표시된 문구를 그대로 입력해 주세요.',
  'api-key-unknown': '이 프로젝트에 그런 API 키가 없습니다. 이미 삭제되었을 수 있습니다. 새로 고쳐 주세요.',
  'api-key-not-deletable':
    'OpenAI가 이 API 키의 삭제를 거절했습니다. 키는 그대로입니다. OpenAI 대시보드에서 직접 삭제해 주세요.',
  'block-no-key':
    '이 조직에 쓸 수 있는 Admin API 키가 없어 OpenAI에 묻지 못했습니다. 팀 설정에서 쓰기 권한이 있는 키를 등록해 주세요.',
  'block-key-read-only':
    '이 조직의 Admin API 키는 읽기만 할 수 있어(수집만 가능, 차단 불가) 바꾼 내용이 없습니다. 쓰기 권한이 있는 키로 교체해 주세요.',
  'drift-unknown': '그런 변경 기록이 없습니다. 새로 고쳐 주세요.',
}

export const gradeWords: Record<Grade, string> = { stop: '차단', slow: '감속(요청 한도 10%)' }

export const stepWords: Record<StepKind, string> = {
  gateway: '게이트웨이',
  'spend-limit': 'OpenAI 지출 한도',
  'rate-limits': 'OpenAI 요청 한도',
  'admin-key': 'Admin API 키 비활성화',
}

/** Why a step did not do what it should, and what a person can do about it. */
export const problemWords: Record<string, string> = {
  'key-read-only':
    '등록된 Admin API 키가 읽기만 할 수 있습니다(수집만 가능, 차단 불가). OpenAI 대시보드의 Limits에서 직접 낮추거나, 쓰기 권한이 있는 키로 교체해 주세요.',
  'no-writing-key':
    '쓸 수 있는 Admin API 키가 없습니다. OpenAI 대시보드의 Limits에서 직접 낮추거나, 팀 설정에서 키를 등록해 주세요.',
  'key-refused':
    'OpenAI가 Admin API 키를 받아들이지 않습니다. OpenAI 대시보드의 Limits에서 직접 낮추고, 새 키로 교체해 주세요.',
  'scope-missing':
    '등록된 Admin API 키에 이 한도를 바꿀 권한이 없습니다. OpenAI 대시보드의 Limits에서 직접 바꾸거나, 쓰기 권한이 있는 키로 교체해 주세요.',
  'limit-not-checked':
    '한도를 낮춘 뒤 그대로인지 OpenAI에 다시 확인하지 못하고 있습니다. Admin API 키가 비활성화되었거나 OpenAI가 응답하지 않습니다. 몇 분마다 다시 확인합니다.',
  'project-gone': 'OpenAI에서 이 프로젝트를 찾을 수 없습니다. 보관되었거나 삭제되어 더 쓰이지 않습니다.',
  'limit-refused': 'OpenAI가 이 한도의 변경을 거절했습니다. OpenAI 대시보드의 Limits에서 직접 확인해 주세요.',
  'limit-contested':
    '한도를 여러 번 다시 낮추었지만 누군가 계속 되돌립니다. 더 다시 쓰지 않습니다. OpenAI 대시보드에서 누가 바꾸는지 확인해 주세요.',
  'limit-not-kept': 'OpenAI가 한도를 받았지만 다시 읽으면 그대로입니다. 곧 다시 시도합니다.',
  'openai-rate-limited': 'OpenAI의 요청 제한에 걸렸습니다. 곧 다시 시도합니다.',
  'openai-server-error': 'OpenAI 서버에 문제가 있습니다. 곧 다시 시도합니다.',
  'openai-timeout': 'OpenAI가 제때 응답하지 않았습니다. 곧 다시 시도합니다.',
  'openai-unreachable': 'OpenAI에 연결하지 못했습니다. 곧 다시 시도합니다.',
  'openai-garbage': 'OpenAI에서 알아볼 수 없는 응답이 왔습니다. 곧 다시 시도합니다.',
  'openai-refused': 'OpenAI가 요청을 거절했습니다. 곧 다시 시도합니다.',
}

export function problemSentence(code: string | null): string | null {
  if (code === null) return null
  return problemWords[code] ?? '예상하지 못한 문제가 생겼습니다. 곧 다시 시도합니다.'
}
