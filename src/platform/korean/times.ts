import { DAY, HOUR, MINUTE } from '../clock.ts'
import type { CostDay } from '../cost-day.ts'

const LOCALE = 'ko-KR'

/** `9시간 12분`, `3일 4시간`, `12분`; under a minute `1분 미만`. */
export function lengthOf(milliseconds: number): string {
  const steps = [
    ['일', DAY],
    ['시간', HOUR],
    ['분', MINUTE],
  ] as const
  const place = steps.findIndex(([, length]) => milliseconds >= length)
  const [major, minor] = [steps[place], steps[place + 1]]
  if (!major) return '1분 미만'
  const rest = minor ? Math.floor((milliseconds % major[1]) / minor[1]) : 0
  return `${Math.floor(milliseconds / major[1])}${major[0]}${minor && rest > 0 ? ` ${rest}${minor[0]}` : ''}`
}

/** `3분 전`, `2시간 전`; under a minute `방금`. */
export function ago(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime()
  if (passed < MINUTE) return '방금'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)}분 전`
  return passed < DAY ? `${Math.floor(passed / HOUR)}시간 전` : `${Math.floor(passed / DAY)}일 전`
}

/** `14:02` */
export function timeOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** `11월 24일 09:00` */
export function instantOf(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat(LOCALE, { timeZone, month: 'long', day: 'numeric' }).format(at)
  return `${day} ${timeOf(at, timeZone)}`
}

/** `11월 22일`: a cost day is a name, so no time zone moves it. */
export function dayName(day: CostDay): string {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'long', day: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
