import type { ErrorWords } from '../platform/http/words.ts'

const text = (value: string | number | undefined) => String(value ?? '')

/** 등록, 확인, 수집 어디에서 보여도 참인 문장입니다. */
const keyProblems: ErrorWords = {
  'key-not-admin':
    'Admin API 키 형식이 아닙니다. 키는 저장하지 않았습니다. OpenAI 대시보드의 Admin keys에서 만든 sk-admin-으로 시작하는 키를 입력해 주세요.',
  'key-project':
    '프로젝트용 API 키입니다. 이 키로는 조직의 비용을 읽을 수 없어 저장하지 않았습니다. 조직 소유자가 만든 sk-admin-으로 시작하는 Admin API 키를 입력해 주세요.',
  'key-revoked':
    'OpenAI가 이 키를 받아들이지 않습니다. 폐기되었거나 잘못된 키입니다. 이미 저장된 비용은 그대로입니다. OpenAI 대시보드에서 새 Admin API 키를 만들어 등록해 주세요.',
  'key-no-costs':
    '이 키에는 비용을 읽을 권한(api.usage.read)이 없습니다. 이미 저장된 비용은 그대로입니다. OpenAI 대시보드에서 권한을 추가한 새 키를 만들어 등록해 주세요.',
  'key-no-management':
    '이 키에는 프로젝트를 읽을 권한(api.management.read)이 없어 목록을 가져오지 못했습니다. 비용 수집은 계속됩니다. 권한을 추가한 새 키로 교체해 주세요.',
  'key-forbidden':
    'OpenAI가 이 키의 접근을 거부했습니다. 이미 저장된 비용은 그대로입니다. 키의 권한과 조직의 접속 허용 설정을 확인해 주세요.',
  'key-unreadable':
    '저장된 키를 열 수 없습니다. 이미 저장된 비용은 그대로입니다. 팀 설정의 교체에서 같은 OpenAI 조직의 Admin API 키를 다시 등록해 주세요.',
  'api-not-found':
    'API 주소에서 OpenAI 관리 API를 찾지 못했습니다. 저장된 내용은 그대로입니다. 주소가 /v1까지 맞는지 확인해 주세요.',
  'api-refused':
    'OpenAI가 요청을 거절했습니다. 저장된 내용은 그대로입니다. 잠시 후 다시 시도하고, 계속되면 관리자에게 알려 주세요.',
  'api-busy': ({ seconds }) =>
    `OpenAI의 요청 제한에 걸렸습니다. 저장된 내용은 그대로입니다. ${seconds === undefined ? '잠시' : `${text(seconds)}초`} 뒤에 다시 시도해 주세요.`,
  'api-failed':
    'OpenAI 서버에 문제가 있어 확인하지 못했습니다. 저장된 내용은 그대로입니다. 잠시 후 다시 시도해 주세요.',
  'api-timeout':
    'OpenAI가 제때 응답하지 않아 확인하지 못했습니다. 저장된 내용은 그대로입니다. 네트워크를 확인하고 다시 시도해 주세요.',
  'api-unreachable':
    'OpenAI API에 연결하지 못했습니다. 저장된 내용은 그대로입니다. 네트워크와 방화벽, API 주소를 확인하고 다시 시도해 주세요.',
  'api-garbage':
    'API 주소에서 알아볼 수 없는 응답이 왔습니다. 저장된 내용은 그대로입니다. 프록시나 API 주소 설정을 확인해 주세요.',
}

/** 프로젝트의 OpenAI 키: 게이트웨이가 이 키로 호출을 이어 갑니다. */
const openAiKeyProblems: ErrorWords = {
  'openai-key-is-admin':
    'Admin API 키(sk-admin-…)는 조직을 관리하는 키라서 모델을 호출할 수 없습니다. 저장하지 않았습니다. OpenAI 프로젝트에서 만든 API 키(sk-proj-…)를 입력해 주세요. Admin 키는 팀 설정에 등록합니다.',
  'openai-key-is-ours':
    'finops 프로젝트 키(fin_…)입니다. 저장하지 않았습니다. 이곳에는 OpenAI 프로젝트에서 만든 API 키(sk-proj-…)를 입력해 주세요.',
  'openai-key-malformed':
    'OpenAI API 키 형식이 아닙니다. 저장하지 않았습니다. OpenAI 프로젝트에서 만든 sk-로 시작하는 키를 빠짐없이 복사해 입력해 주세요.',
  'openai-key-revoked':
    'OpenAI가 이 키를 받아들이지 않습니다. 폐기되었거나 잘못된 키입니다. 저장된 내용은 그대로입니다. OpenAI 프로젝트에서 새 API 키를 만들어 입력해 주세요.',
  'openai-key-forbidden':
    'OpenAI가 이 키의 접근을 거부했습니다. 저장된 내용은 그대로입니다. 키의 권한과 OpenAI 조직의 접속 허용 설정을 확인해 주세요.',
  'openai-key-unreadable':
    '저장된 OpenAI 키를 열 수 없습니다. 이 키가 필요한 호출은 거부됩니다. 같은 키를 다시 입력하거나 관리자에게 마스터 키를 확인해 달라고 요청해 주세요.',
  'openai-api-not-found':
    'API 주소에서 OpenAI API를 찾지 못했습니다. 저장된 내용은 그대로입니다. 주소가 /v1까지 맞는지 확인해 주세요.',
}

export const openAiKeyWorks = {
  withModels: (count: number) => `OpenAI가 이 키를 확인했습니다. 모델 ${text(count)}개를 호출할 수 있습니다.`,
  withoutList:
    'OpenAI가 이 키를 확인했습니다. 모델 목록을 볼 권한이 없는 제한된 키이므로, 호출할 모델의 권한이 있는지는 OpenAI 대시보드에서 확인해 주세요.',
} as const

export const teamsErrors: ErrorWords = {
  ...openAiKeyProblems,
  'project-key-needed':
    '프로젝트 키가 필요합니다. Authorization 헤더에 Bearer fin_… 형식으로 보내 주십시오. 만료되었거나 폐기된 키는 쓸 수 없습니다.',
  ...keyProblems,
  'team-name-taken': '같은 이름의 팀이 이미 있습니다. 다른 이름을 입력해 주세요.',
  'team-archived': '보관된 팀입니다. 바꾼 내용은 없습니다. 팀을 복원한 뒤 다시 시도해 주세요.',
  'team-has-projects': ({ count }) =>
    `사용 중인 프로젝트 ${text(count)}개가 있어 팀을 보관하지 않았습니다. 프로젝트를 먼저 보관하거나 다른 팀으로 옮겨 주세요.`,
  'project-name-taken': '같은 이름의 프로젝트가 이 팀에 이미 있습니다. 다른 이름을 입력해 주세요.',
  'project-archived': '보관된 프로젝트입니다. 바꾼 내용은 없습니다. 프로젝트를 복원한 뒤 다시 시도해 주세요.',
  'key-registered-here': '이 팀에 이미 등록된 Admin API 키입니다. 목록에서 키의 상태를 확인해 주세요.',
  'key-registered-elsewhere':
    '다른 팀에 이미 등록된 Admin API 키입니다. 저장하지 않았습니다. OpenAI 대시보드에서 이 팀이 쓸 키를 새로 만들어 주세요.',
  'key-other-organization':
    '지금 키와 다른 OpenAI 조직의 키라서 교체하지 않았습니다. 같은 조직의 키를 입력하거나 새 키로 따로 등록해 주세요.',
  'key-organization-unknown':
    '새 키가 같은 OpenAI 조직의 것인지 확인할 수 없어 교체하지 않았습니다. 프로젝트를 읽을 권한(api.management.read)이 있는 키를 입력해 주세요.',
  'key-locked':
    '마스터 키가 맞지 않거나 쓸 수 없어 저장된 키를 읽지 못했습니다. 키는 그대로 보관되어 있습니다. 관리자에게 마스터 키 설정을 확인해 달라고 요청해 주세요.',
  'base-url-not-allowed':
    'API 주소를 바꿀 수 없게 설정되어 있어 저장하지 않았습니다. 주소를 비우거나 관리자에게 ALLOW_CUSTOM_BASE_URL 설정을 요청해 주세요.',
  'base-url-for-admins':
    '다른 API 주소는 관리자만 지정할 수 있어 저장하지 않았습니다. 주소를 비우거나 관리자에게 등록을 요청해 주세요.',
  'base-url-invalid':
    'API 주소는 아이디나 비밀번호가 없는 http 또는 https 주소여야 합니다. 주소를 고쳐 다시 시도해 주세요.',
  'person-unknown': '찾으시는 사람이 없습니다. 먼저 초대해 주세요.',
  'external-id-invalid': 'Project ID 형식이 아닙니다. proj_로 시작하는 값을 OpenAI 대시보드에서 복사해 입력해 주세요.',
  'external-id-repeated': '같은 Project ID를 두 번 입력했습니다. 한 번만 등록합니다.',
  'external-id-unreachable':
    '팀의 Admin API 키로 이 Project ID를 찾지 못했습니다. 값을 다시 확인하거나 그 조직의 키를 먼저 등록해 주세요.',
  'external-id-here': '이 프로젝트에 이미 등록된 Project ID입니다.',
  'external-id-taken': ({ holder }) =>
    holder
      ? `이미 ‘${text(holder)}’ 프로젝트에 등록된 Project ID입니다. 그곳에서 먼저 해제해 주세요.`
      : '다른 팀의 프로젝트에 이미 등록된 Project ID입니다. 워크스페이스 관리자에게 문의해 주세요.',
  'no-admin-key': '팀에 사용 중인 Admin API 키가 없어 Project ID를 확인하지 못했습니다. 키를 먼저 등록해 주세요.',
}

export const BOUND = 'Project ID가 등록되었습니다. 내일부터 비용 데이터가 수집됩니다.'
export const BOUND_WITH_COSTS = `${BOUND} 이미 수집된 비용은 지금부터 이 프로젝트에 표시됩니다.`

const WORKING = '키가 정상입니다.'
export const keyWorks = {
  yes: `${WORKING} 비용을 수집하고 차단도 할 수 있습니다.`,
  no: `${WORKING} 다만 읽기 전용이라 수집만 가능하고 차단은 할 수 없습니다.`,
  unknown: `${WORKING} 비용을 수집할 수 있습니다. 차단할 권한이 있는지는 확인하지 못했습니다.`,
} as const
