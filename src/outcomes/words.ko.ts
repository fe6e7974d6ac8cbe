import type { ErrorWords } from '../platform/http/words.ts'

export const outcomeErrors: ErrorWords = {
  'outcome-invalid': '성과의 형식이 맞지 않아 저장하지 않았습니다.',
  'outcome-day-invalid': '날짜를 읽을 수 없어 저장하지 않았습니다. 예: 2026-11-25',
  'outcome-in-the-future':
    '아직 오지 않은 날이나 시각이어서 저장하지 않았습니다. 비용일은 매일 09:00(KST)에 바뀝니다. 날짜와 보내는 쪽의 시계를 확인해 주십시오.',
  'outcome-too-old': '너무 오래된 성과여서 저장하지 않았습니다. 지난 기간은 하루 합계로 입력해 주십시오.',
  'outcome-more-successes': '성공 수가 시도 수보다 많아 저장하지 않았습니다.',
  'outcome-scale-invalid':
    '피드백 점수가 척도를 벗어나 저장하지 않았습니다. 최저는 최고보다 작고, 점수는 그 사이여야 합니다.',
  'outcome-scale-missing': '피드백 점수의 척도(최저와 최고)가 없어 저장하지 않았습니다.',
  'outcome-too-many-counters':
    '이 프로젝트의 카운터 이름이 100개를 넘게 되어 저장하지 않았습니다. 이미 쓰는 이름으로 보내 주십시오.',
  'outcome-removed': '팀에서 삭제한 성과의 ID여서 저장하지 않았습니다.',
  'outcome-replacing-not-allowed':
    '이미 있는 성과와 내용이 다릅니다. 고치려면 팀장이나 워크스페이스 관리자에게 요청해 주십시오.',
  'outcome-reason-needed': '이미 있는 성과를 고치려면 사유가 필요합니다. 사유를 적고 다시 시도해 주십시오.',
}
