import Big from 'big.js'

const LOCALE = 'ko-KR'
const MINUS = '−'
/** From here on a headline leaves the cents out. */
const WHOLE_DOLLARS_FROM = '100'

const formats = new Map<number, Intl.NumberFormat>()
function dollars(digits: number): Intl.NumberFormat {
  const known = formats.get(digits)
  if (known) return known
  const made = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  formats.set(digits, made)
  return made
}

/** `$1,284.10`; four decimals below one cent, `<$0.0001` below that: as the pages write it. */
export function usd(amount: string): string {
  const value = Big(amount)
  const size = value.abs()
  if (!size.eq('0') && size.lt('0.0001')) return `${value.lt('0') ? `>${MINUS}` : '<'}$0.0001`
  const digits = !size.eq('0') && size.lt('0.01') ? 4 : 2
  return decimal(amount, digits)
}

/** For a headline: `$742` for 742.18 and `$500` for 500, but `$4.20`. Cut, never rounded up over a limit. */
export function headlineUsd(amount: string): string {
  const value = Big(amount)
  if (value.lt(WHOLE_DOLLARS_FROM)) return usd(amount).replace(/\.00$/, '')
  return decimal(value.round(0, Big.roundDown).toFixed(), 0)
}

function decimal(amount: string, digits: number): string {
  const text = Big(amount).toFixed(digits)
  return isPlain(text) ? dollars(digits).format(text).replace('-', MINUS) : text
}

/** Written out, the digits of the text itself are formatted: no float comes between. */
function isPlain(text: string): text is Intl.StringNumericLiteral {
  return /^-?\d+(?:\.\d+)?$/.test(text)
}

/** `148%` of a limit, cut: 99.9 % of it is not all of it. */
export function percentOf(ratio: number): string {
  return `${new Intl.NumberFormat(LOCALE).format(Math.floor(ratio * 100 + 1e-9))}%`
}

/** `+1,384%`, `−4%`, `0%` */
export function changePercent(ratio: number): string {
  const percent = Math.round(Math.abs(ratio) * 100)
  if (percent === 0) return '0%'
  return `${ratio < 0 ? MINUS : '+'}${new Intl.NumberFormat(LOCALE).format(percent)}%`
}

export function countOf(count: number): string {
  return new Intl.NumberFormat(LOCALE).format(count)
}
