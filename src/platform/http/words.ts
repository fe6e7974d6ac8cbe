import type { ErrorParams } from '../errors.ts'

/** Korean sentences by stable error code: what happened, what was kept, what to do. Each feature adds its own. */
export type ErrorWords = Readonly<Record<string, string | ((params: ErrorParams) => string)>>

export const commonErrors: ErrorWords = {
  'request-invalid': '보내신 내용에 올바르지 않은 값이 있습니다. 표시된 항목을 고쳐 다시 시도해 주세요.',
  'body-unreadable': '요청 본문을 읽지 못했습니다. 올바른 JSON인지 확인해 주세요.',
  'body-too-large': '요청 본문이 너무 큽니다. 나누어 보내 주세요.',
  'media-type-unsupported': '지원하지 않는 형식입니다. JSON으로 보내 주세요.',
  'route-unknown': '요청하신 주소를 찾을 수 없습니다. 주소를 확인해 주세요.',
  'method-not-allowed': '이 주소에서는 지원하지 않는 요청 방식입니다.',
  'origin-refused': '다른 사이트에서 보낸 요청이라 처리하지 않았습니다. finops-for-ai 화면에서 다시 시도해 주세요.',
  'sign-in-needed': '로그인이 필요합니다. 다시 로그인해 주세요.',
  'not-allowed': '이 작업을 할 권한이 없습니다. 팀장이나 워크스페이스 관리자에게 요청해 주세요.',
  'not-found': '찾으시는 항목이 없습니다. 이미 삭제되었거나 볼 수 없는 항목입니다.',
  'idempotency-key-invalid': 'Idempotency-Key는 1자 이상 200자 이하의 영문, 숫자, 기호여야 합니다.',
  'idempotency-key-reused': '같은 Idempotency-Key로 다른 내용의 요청이 이미 처리되었습니다. 새 키로 다시 보내 주세요.',
  'idempotency-key-in-progress': '같은 Idempotency-Key의 요청을 처리하고 있습니다. 잠시 후 다시 시도해 주세요.',
  'too-many-requests': ({ seconds }) => `요청이 너무 많습니다. ${seconds}초 뒤에 다시 시도해 주세요.`,
  'database-unavailable':
    '데이터베이스에 연결하지 못해 처리하지 못했습니다. 저장된 내용은 그대로입니다. 잠시 후 다시 시도해 주세요.',
  'cursor-invalid': '목록의 위치 정보(cursor)가 올바르지 않습니다. 첫 페이지부터 다시 조회해 주세요.',
  'idempotency-answer-not-kept':
    '같은 Idempotency-Key의 요청이 이미 처리되었습니다. 응답에 비밀 값이 있어 다시 보여 드릴 수 없습니다.',
  internal:
    '처리하는 중에 문제가 생겼습니다. 저장된 내용은 그대로입니다. 계속되면 아래 요청 번호를 관리자에게 알려 주세요.',
}

export function sentenceFor(words: ErrorWords, code: string, params: ErrorParams): string {
  const entry = words[code] ?? words.internal ?? code
  return typeof entry === 'function' ? entry(params) : entry
}
