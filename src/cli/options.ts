import { InvalidArgumentError, Option } from 'commander'
import { isCostDay } from '../platform/cost-day.ts'

export function costDayOption(flags: string, description: string): Option {
  return new Option(flags, `${description} (YYYY-MM-DD)`).argParser(parseCostDay)
}

export function numberOption(flags: string, description: string, range: { min: number; max: number }): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= range.min && value <= range.max) return value
    throw new InvalidArgumentError(`${range.min}에서 ${range.max} 사이의 수여야 합니다.`)
  })
}

function parseCostDay(text: string): string {
  if (isCostDay(text)) return text
  throw new InvalidArgumentError('2026-11-23과 같은 날짜여야 합니다.')
}
