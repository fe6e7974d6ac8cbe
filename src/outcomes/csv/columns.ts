export const FIELDS = ['day', 'task', 'attempts', 'successes', 'score', 'count', 'min', 'max'] as const
export type Field = (typeof FIELDS)[number]

/** As the template, an export and messages call them. */
export const TITLES: Record<Field, string> = {
  day: '날짜',
  task: '작업 유형',
  attempts: '시도 수',
  successes: '성공 수',
  score: '피드백 점수',
  count: '피드백 수',
  min: '척도 최저',
  max: '척도 최고',
}
export const REQUIRED: readonly Field[] = ['day', 'attempts', 'successes']
const COUNTER = '카운터:'

const ALIASES: Record<Field, readonly string[]> = {
  day: ['날짜', '비용일', '일자', '일', 'day', 'date', 'costday'],
  task: ['작업유형', '작업', '업무유형', '업무', 'task', 'tasktype'],
  attempts: ['시도수', '시도', '시도건수', '전체건수', '총건수', '건수', 'attempts', 'attempt', 'tries', 'total'],
  successes: ['성공수', '성공', '성공건수', 'successes', 'success', 'succeeded'],
  score: ['피드백점수', '피드백', '평균점수', '점수', '평점', '만족도', 'feedbackscore', 'feedback', 'score', 'rating'],
  count: ['피드백수', '응답수', '평가수', '피드백건수', 'feedbackcount', 'responses', 'ratings'],
  min: ['척도최저', '최저', '최저점', '최소', 'scalemin', 'feedbackmin', 'min'],
  max: ['척도최고', '최고', '최고점', '최대', 'scalemax', 'feedbackmax', 'max'],
}
const FIELD_OF = new Map(FIELDS.flatMap((field) => ALIASES[field].map((alias) => [alias, field] as const)))

export type Columns = {
  fields: ReadonlyMap<Field, number>
  counters: readonly { name: string; place: number }[]
  /** Headers that mean nothing to us. */
  ignored: readonly string[]
}
export type ColumnProblem =
  | { code: 'outcome-file-columns'; columns: string }
  | { code: 'outcome-file-twice'; columns: string }

export const counterTitle = (name: string): string => `${COUNTER}${name}`

/** What the header line says. Case, spaces and brackets do not matter. */
export function readColumns(header: readonly string[]): Columns | ColumnProblem {
  const fields = new Map<Field, number>()
  const counters: { name: string; place: number }[] = []
  const ignored: string[] = []
  for (const [place, title] of header.entries()) {
    const counter = /^(?:카운터|counter)\s*[:：]\s*(.+)$/i.exec(title.trim())?.[1]
    const field = FIELD_OF.get(
      title
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s_\-()[\]]/g, ''),
    )
    if (counter !== undefined) {
      if (counters.some(({ name }) => name === counter)) return { code: 'outcome-file-twice', columns: title }
      counters.push({ name: counter, place })
    } else if (field === undefined) {
      if (title.trim() !== '') ignored.push(title.trim())
    } else if (fields.has(field)) return { code: 'outcome-file-twice', columns: TITLES[field] }
    else fields.set(field, place)
  }
  const missing = REQUIRED.filter((field) => !fields.has(field))
  if (missing.length > 0) {
    return { code: 'outcome-file-columns', columns: missing.map((field) => TITLES[field]).join(', ') }
  }
  return { fields, counters, ignored }
}
