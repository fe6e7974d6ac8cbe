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
  'outcome-line-broken': '따옴표가 닫히지 않았거나 줄이 너무 길어 읽지 못했습니다.',
  'outcome-line-repeated': ({ line }) =>
    `${line}번째 줄과 날짜와 작업 유형이 같습니다. 하루의 한 작업 유형은 한 줄이어야 합니다.`,
  'outcome-line-count-invalid': '시도 수, 성공 수, 카운터는 0 이상의 정수여야 합니다. 예: 1,200',
  'outcome-line-score-invalid': '피드백 점수나 척도를 숫자로 읽을 수 없습니다. 예: 4.2',
  'outcome-line-feedback-count': '피드백 점수가 있으면 몇 명의 평균인지 피드백 수(1 이상)도 있어야 합니다.',
  'outcome-file-missing': 'CSV 파일이 없습니다. 파일의 내용을 text/csv로 보내 주세요.',
  'outcome-file-encoding': '파일의 글자를 읽지 못했습니다. UTF-8이나 CP949(Excel의 CSV)로 저장해 다시 올려 주세요.',
  'outcome-file-empty': '파일이 비어 있습니다. 첫 줄에 열 이름이 있는 CSV 파일을 올려 주세요.',
  'outcome-file-lines': ({ lines }) =>
    `한 번에 ${Number(lines).toLocaleString('ko-KR')}줄까지 올릴 수 있습니다. 파일을 나누어 올려 주세요.`,
  'outcome-file-columns': ({ columns }) =>
    `필요한 열이 없습니다: ${columns}. 첫 줄에 열 이름이 있는지 확인하거나 서식 파일을 내려받아 써 주세요.`,
  'outcome-file-twice': ({ columns }) => `같은 열이 두 번 있습니다: ${columns}. 하나만 남기고 다시 올려 주세요.`,
  'outcome-of-another-team': '이 날에는 프로젝트가 다른 팀에 있었습니다. 워크스페이스 관리자에게 요청해 주십시오.',
  'outcome-removed': '팀에서 삭제한 성과의 ID여서 저장하지 않았습니다.',
  'outcome-replacing-not-allowed':
    '이미 있는 성과와 내용이 다릅니다. 고치려면 팀장이나 워크스페이스 관리자에게 요청해 주십시오.',
  'outcome-reason-needed': '이미 있는 성과를 고치려면 사유가 필요합니다. 사유를 적고 다시 시도해 주십시오.',
}
