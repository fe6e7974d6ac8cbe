import { josa } from '../josa.ts'

export const common = {
  product: 'finops-for-ai',
  cancel: '취소',
  close: '닫기',
  save: '저장',
  saving: '저장하는 중',
  saved: '저장했습니다.',
  copy: '복사',
  copied: '복사했습니다.',
  more: '더 보기',
  moreRows: (count: number) => `${count}개 더 보기`,
  less: '접기',
  unfold: '펼치기',
  actOn: (name: string, act: string) => `${name} ${act}`,
  loading: '불러오는 중',
  retry: '다시 시도',
  search: '검색',
  none: '없음',
  never: '없음',
  settings: '설정',
  admin: '관리자',
  lead: '팀장',
  member: '구성원',
  archived: '보관됨',
  restore: '보관 해제',
  reason: '사유',
  scrollable: (label: string) => `${label} (좌우로 움직일 수 있습니다)`,
  nothingFound: (search: string) => `'${search}'에 맞는 항목이 없습니다.`,
  created: (name: string) => `${josa(name, '을/를')} 만들었습니다.`,
}

export const problem = {
  network:
    '서버에 연결하지 못했습니다. 입력하신 내용은 이 화면에 그대로 있습니다. 네트워크를 확인한 뒤 다시 시도해 주세요.',
  unreadable:
    '서버의 답을 읽지 못했습니다. 저장된 데이터는 바뀌지 않았습니다. 잠시 후 다시 시도하고, 계속되면 관리자에게 알려 주세요.',
  pageTitle: '화면을 표시하지 못했습니다',
  pageUnknown: '화면을 그리는 중에 오류가 발생했습니다.',
  kept: '저장된 데이터와 수집은 영향을 받지 않습니다.',
  todo: '다시 시도해 주세요. 계속되면 아래 요청 번호를 관리자에게 알려 주세요.',
  requestId: '요청 번호',
  notFoundTitle: '찾을 수 없습니다',
  notFound: '주소가 바뀌었거나, 보관되었거나, 볼 권한이 없는 페이지입니다. 주소를 확인하거나 홈에서 다시 찾아 주세요.',
  forbiddenTitle: '볼 권한이 없습니다',
  goHome: '홈으로 가기',
}
