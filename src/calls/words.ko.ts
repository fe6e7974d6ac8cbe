import type { ErrorWords } from '../platform/http/words.ts'

export const callErrors: ErrorWords = {
  'call-invalid': '호출의 형식이 맞지 않아 저장하지 않았습니다.',
  'id-invalid': '호출의 ID가 UUID가 아니어서 저장하지 않았습니다.',
  'unknown-project': '없는 프로젝트의 호출이어서 저장하지 않았습니다.',
  'time-invalid': '호출 시각을 읽을 수 없어 저장하지 않았습니다.',
  'too-old': '보관 기간이 지난 호출이어서 저장하지 않았습니다.',
  'in-the-future': '호출 시각이 한 시간 넘게 앞서 있어 저장하지 않았습니다. 보내는 쪽의 시계를 확인해 주십시오.',
  'cost-invalid': '비용이 0 이상의 십진수 문자열이 아니어서 저장하지 않았습니다. 예: "0.0123"',
  'span-invalid': 'traceId나 spanId가 올바르지 않은 span은 저장하지 않았습니다.',
  'span-operation-unknown': '사용량이 있지만 알 수 없는 gen_ai.operation.name이어서 호출로 세지 않은 span이 있습니다:',
  'otlp-unreadable': '본문을 OTLP의 ExportTraceServiceRequest로 읽지 못했습니다. 저장한 것은 없습니다.',
  'otlp-too-large':
    '본문이 너무 큽니다(압축 16 MB, 압축을 푼 뒤 32 MB, span 50,000개까지). 저장한 것은 없습니다. 한 번에 보내는 span 수를 줄여 주십시오.',
  'otlp-type-unknown':
    'Content-Type은 application/x-protobuf나 application/json, Content-Encoding은 gzip만 받습니다. 저장한 것은 없습니다.',
  'otlp-busy': '동시에 받을 수 있는 전송 수를 넘었습니다. 저장한 것은 없으니 Retry-After 뒤에 다시 보내 주십시오.',
}
