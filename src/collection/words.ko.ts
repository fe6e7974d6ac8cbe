import type { ErrorWords } from '../platform/http/words.ts'

export const collectionErrors: ErrorWords = {
  'collection-window-invalid': ({ today }) =>
    `수집 기간이 올바르지 않습니다. 시작일은 종료일보다 늦을 수 없고, 종료일은 오늘(${today}, UTC)까지입니다.`,
  'collection-window-too-long': ({ days }) =>
    `한 번에 ${days}일보다 오래된 비용은 수집할 수 없습니다. 시작일을 조정해 주세요.`,
  'collection-needs-key':
    '수집할 수 있는 Admin API 키가 없습니다. 팀 설정에서 키를 등록하거나 다시 활성화한 뒤 시도해 주세요.',
  'organization-joined':
    '이 키의 조직이 이미 등록된 조직과 같은 것으로 확인되었습니다. 비용을 두 번 세지 않도록 그 조직의 기록으로 합쳐 다시 수집합니다.',
  'collection-key-inactive': '키가 비활성화되어 수집을 멈추었습니다. 읽은 날까지는 저장되어 있습니다.',
  'poll-no-key':
    '사용량을 읽을 수 있는 Admin API 키가 없어 오늘 지출을 추정하지 못합니다. 팀 설정에서 키를 교체하거나 다시 활성화해 주세요.',
  'poll-broken-off': '사용량을 읽다가 멈추었습니다. 읽은 것은 저장되어 있으며, 잠시 뒤 이어서 읽습니다.',
  'collection-broken-off': '수집이 중간에 멈추었습니다. 읽은 날까지는 저장되어 있으며, 잠시 뒤 이어서 수집합니다.',
}
