import type { ErrorWords } from '../platform/http/words.ts'

export const reportErrors: ErrorWords = {
  'export-window-invalid':
    '내보낼 기간이 올바르지 않습니다. 시작일은 종료일보다 늦을 수 없고, 한 번에 1,200일까지 내보낼 수 있습니다.',
}
