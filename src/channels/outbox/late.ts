import { MINUTE } from '../../platform/clock.ts'

/** Longer than any healthy way takes; the reader must know that it is no news. */
const LATE_AFTER = MINUTE

export function isLate({ detectedAt }: { detectedAt: Date }, leavesAt: Date): boolean {
  return leavesAt.getTime() - detectedAt.getTime() > LATE_AFTER
}

/** `지연 알림 · 14:02에 발생`, with the date where it is another one. */
export function lateMark(detectedAt: Date, leavesAt: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('ko-KR', { timeZone, month: 'long', day: 'numeric' })
  const time = new Intl.DateTimeFormat('ko-KR', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const date = day.format(detectedAt) === day.format(leavesAt) ? '' : `${day.format(detectedAt)} `
  return `지연 알림 · ${date}${time.format(detectedAt)}에 발생`
}

/** What is known only when it leaves. */
export async function circumstancesOf(
  message: { detectedAt: Date; possiblyTwice: boolean },
  leavesAt: Date,
  timeZone: () => Promise<string>,
): Promise<{ late: string | null; possiblyTwice: boolean }> {
  const late = isLate(message, leavesAt) ? lateMark(message.detectedAt, leavesAt, await timeZone()) : null
  return { late, possiblyTwice: message.possiblyTwice }
}
