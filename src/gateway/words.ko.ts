import type { Refusal } from './refusal.ts'

const refusal = (
  status: number,
  type: string,
  code: string,
  message: string,
  rest: Partial<Refusal> = {},
): Refusal => ({
  status,
  type,
  code,
  message,
  isFinal: true,
  ...rest,
})

/** OpenAI의 오류 형식으로 나가는 문장. 무슨 일이 있었고 누가 무엇을 하면 되는지 말합니다. */
export const refusals = {
  keyMissing: refusal(
    401,
    'invalid_request_error',
    'finops_key_missing',
    'finops 프로젝트 키가 없습니다. Authorization: Bearer fin_… 또는 x-finops-key: fin_… 헤더로 보내 주세요.',
  ),
  keyUnknown: refusal(
    401,
    'invalid_request_error',
    'finops_key_invalid',
    '사용할 수 없는 finops 프로젝트 키입니다. 만료되었거나 폐기되었을 수 있습니다. 프로젝트 설정에서 키를 확인해 주세요.',
  ),
  keysDiffer: refusal(
    400,
    'invalid_request_error',
    'finops_keys_differ',
    'Authorization과 x-finops-key에 서로 다른 프로젝트 키가 있습니다. 하나만 보내 주세요.',
  ),
  noProviderKey: refusal(
    401,
    'invalid_request_error',
    'finops_no_openai_key',
    '이 프로젝트에 저장된 OpenAI 키가 없습니다. 프로젝트 설정에서 OpenAI 키를 저장하거나, Authorization에 OpenAI 키를, x-finops-key에 프로젝트 키를 보내 주세요.',
  ),
  pathRefused: refusal(
    400,
    'invalid_request_error',
    'finops_path_invalid',
    '사용할 수 없는 경로입니다. 호출은 OpenAI로 보내지 않았습니다. 경로를 확인해 주세요.',
  ),
  administration: refusal(
    403,
    'invalid_request_error',
    'finops_path_not_allowed',
    '조직 관리 API는 게이트웨이로 호출할 수 없습니다. 추론 API만 사용할 수 있습니다.',
  ),
  starting: refusal(
    503,
    'server_error',
    'finops_starting',
    '게이트웨이가 아직 준비되지 않았습니다. 잠시 후 다시 시도해 주세요.',
    { isFinal: false, retryAfterSeconds: 1 },
  ),
  stopping: refusal(503, 'server_error', 'finops_stopping', '게이트웨이가 종료되는 중입니다. 다시 시도해 주세요.', {
    isFinal: false,
    retryAfterSeconds: 1,
  }),
  bodyTooLarge: refusal(
    413,
    'invalid_request_error',
    'finops_body_too_large',
    '요청 본문이 너무 큽니다. 호출은 OpenAI로 보내지 않았습니다.',
  ),
  upgrade: refusal(
    501,
    'invalid_request_error',
    'finops_upgrade_unsupported',
    '게이트웨이는 WebSocket 연결(Realtime API)을 전달하지 않습니다. OpenAI에 연결하지 않았습니다. 이 호출은 OpenAI API로 직접 보내 주세요.',
  ),
  unreachable: refusal(
    502,
    'server_error',
    'finops_upstream_unreachable',
    'OpenAI에 연결하지 못했습니다. 잠시 후 다시 시도해 주세요.',
    { isFinal: false },
  ),
  timedOut: refusal(
    504,
    'server_error',
    'finops_upstream_timeout',
    'OpenAI가 제때 응답하지 않았습니다. 잠시 후 다시 시도해 주세요.',
    { isFinal: false },
  ),
}

export function blocked(subject: string, reason: string, by: string): Refusal {
  return refusal(
    403,
    'invalid_request_error',
    'finops_blocked',
    `‘${subject}’ 사용이 차단되어 호출을 OpenAI로 보내지 않았습니다. 차단한 사람: ${by}. 사유: ${reason || '적지 않음'}. 해제는 finops-for-ai에서 워크스페이스 관리자에게 요청해 주세요.`,
  )
}
