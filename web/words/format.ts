import type { Money } from '../../src/platform/http/schemas.ts'

const LOCALE = 'ko-KR'
const MINUS = '−'
const DECIMAL = /^-?\d+(?:\.\d+)?$/

function isDecimal(text: string): text is Intl.StringNumericLiteral {
  return DECIMAL.test(text)
}

/**
 * `$1,284.10`; four decimals below one cent, `<$0.0001` below that. The digits come from the decimal string itself;
 * a float decides only how many of them are shown.
 */
export function formatMoney({ amount, currency }: Money): string {
  if (!isDecimal(amount)) return amount
  const size = Math.abs(Number(amount))
  const negative = amount.startsWith('-') && size > 0
  if (size > 0 && size < 0.0001) return `${negative ? `>${MINUS}` : '<'}${currencyFormat(currency, 4).format('0.0001')}`
  const digits = size > 0 && size < 0.01 ? 4 : undefined
  return currencyFormat(currency, digits).format(amount).replace('-', MINUS)
}

/** `+$690.93`, `−$15.55`, `$0.00` */
export function formatSigned(money: Money): string {
  return money.amount.startsWith('-') || Number(money.amount) === 0 ? formatMoney(money) : `+${formatMoney(money)}`
}

export function formatUsd(amount: string): string {
  return formatMoney({ amount, currency: 'USD' })
}

const axisFormat = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  notation: 'compact',
  compactDisplay: 'short',
  maximumFractionDigits: 2,
})
const plainAxisFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 2 })

/** Round amounts along a chart's axis, where `$1,200` says as much as `$1,200.00`. */
export function formatAxisUsd(value: number): string {
  if (Math.abs(value) >= 100_000) return axisFormat.format(value)
  return plainAxisFormat.format(value).replace(/\.00$/, '').replace('-', MINUS)
}

/** `+12%`, `−4%`, `+0.4%`: a change always carries its sign. */
export function formatChange(ratio: number): string {
  const text = percent(Math.abs(ratio), Math.abs(ratio) < 0.01 ? 1 : 0)
  if (/^0(?:\.0)?%$/.test(text)) return '0%'
  return `${ratio < 0 ? MINUS : '+'}${text}`
}

export function formatShare(ratio: number): string {
  return percent(ratio, Math.abs(ratio) < 0.1 ? 1 : 0).replace('-', MINUS)
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(LOCALE).format(count)
}

/** A whole number of any length, as the server wrote it. */
export function formatWhole(digits: string): string {
  return isDecimal(digits) ? new Intl.NumberFormat(LOCALE).format(digits) : digits
}

/** `11/21`: a cost day is a name, so no time zone moves it. */
export function formatDay(day: string): string {
  const [, month, date] = day.split('-')
  return `${Number(month)}/${Number(date)}`
}

/** `11/3~11/26` */
export function formatSpan(from: string, to: string): string {
  return from === to ? formatDay(from) : `${formatDay(from)}~${formatDay(to)}`
}

const longDay = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'short' })
const fullDay = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' })

/** `11월 21일 (토)` */
export function formatLongDay(day: string): string {
  return longDay.format(new Date(`${day}T00:00:00Z`))
}

/** `2026년 11월 21일` */
export function formatFullDay(day: string): string {
  return fullDay.format(new Date(`${day}T00:00:00Z`))
}

export function formatInstant(instant: string, timeZone: string): string {
  return instantFormat(timeZone).format(new Date(instant))
}

export function formatTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  )
}

const relative = new Intl.RelativeTimeFormat('ko', { numeric: 'auto' })
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `3분 전`, `2시간 후`, `어제`; under a minute `방금`. */
export function formatAgo(instant: string, now: number): string {
  const distance = Date.parse(instant) - now
  for (const [unit, length] of STEPS) {
    if (Math.abs(distance) >= length) return relative.format(Math.trunc(distance / length), unit)
  }
  return distance > 0 ? '곧' : '방금'
}

/** `40초`, `3분 20초`, `1시간 5분` */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}초`
  if (seconds < 3600) return join(Math.floor(seconds / 60), '분', Math.round(seconds % 60), '초')
  return join(Math.floor(seconds / 3600), '시간', Math.round((seconds % 3600) / 60), '분')
}

function join(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major}${majorUnit}` : `${major}${majorUnit} ${minor}${minorUnit}`
}

function percent(ratio: number, digits: number): string {
  return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: digits }).format(ratio)
}

const currencyFormats = new Map<string, Intl.NumberFormat>()
function currencyFormat(currency: string, digits: number | undefined): Intl.NumberFormat {
  const key = `${currency}${digits ?? ''}`
  const known = currencyFormats.get(key)
  if (known) return known
  const fraction = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const made = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...fraction,
  })
  currencyFormats.set(key, made)
  return made
}

const instantFormats = new Map<string, Intl.DateTimeFormat>()
function instantFormat(timeZone: string): Intl.DateTimeFormat {
  const known = instantFormats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  instantFormats.set(timeZone, made)
  return made
}
