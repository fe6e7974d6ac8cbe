import { addDays, type CostDay, isCostDay } from '../../platform/cost-day.ts'

const WRITTEN = /^(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[.일]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/
/** Days and numbers are short, whatever stands around them; looking for one in pages of spaces takes seconds. */
const LONGEST_CELL = 100
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const SERIAL = /^\d{5}$/

/** `2026-11-25`, `2026. 11. 25.`, `2026/11/25`, `2026년 11월 25일`, `20261125`, and what Excel keeps inside. Null: no day. */
export function readDay(cell: string): CostDay | null {
  if (cell.length > LONGEST_CELL) return null
  const text = cell.normalize('NFKC').trim()
  if (SERIAL.test(text)) return epochDay(Number(text))
  const [, year = '', month = '', date = ''] = WRITTEN.exec(text) ?? COMPACT.exec(text) ?? []
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isCostDay(day) ? day : null
}

function epochDay(serial: number): CostDay | null {
  // Excel counts from 1899-12-30, having had a 29 February 1900.
  const sinceEpoch = serial - 25_569
  return sinceEpoch < 0 ? null : addDays('1970-01-01', sinceEpoch)
}

const PLAIN = /^\d{1,15}(?:\.0+)?$/
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.0+)?$/

/** A whole number, with or without thousands separators. Null: none. */
export function readCount(cell: string): number | null {
  const text = cell.normalize('NFKC').replace(/\s/g, '')
  return PLAIN.test(text) || GROUPED.test(text) ? Number(text.replaceAll(',', '')) : null
}

const SCORE = /^[-−]?\d{1,12}(?:\.\d{1,12})?$/

export function readScore(cell: string): number | null {
  const text = cell.normalize('NFKC').replace(/\s/g, '')
  const plain = GROUPED.test(text) ? text.replaceAll(',', '') : text
  return SCORE.test(plain) ? Number(plain.replace('−', '-')) : null
}
