import type { ErrorWords } from '../platform/http/words.ts'

export const callErrors: ErrorWords = {
  'call-invalid': '호출의 형식이 맞지 않아 저장하지 않았습니다.',
  'id-invalid': '호출의 ID가 UUID가 아니어서 저장하지 않았습니다.',
  'unknown-project': '없는 프로젝트의 호출이어서 저장하지 않았습니다.',
  'time-invalid': '호출 시각을 읽을 수 없어 저장하지 않았습니다.',
  'too-old': '보관 기간이 지난 호출이어서 저장하지 않았습니다.',
  'in-the-future': '호출 시각이 한 시간 넘게 앞서 있어 저장하지 않았습니다. 보내는 쪽의 시계를 확인해 주십시오.',
  'cost-invalid': '비용이 0 이상의 십진수 문자열이 아니어서 저장하지 않았습니다. 예: "0.0123"',
}
