type Parsed = { digits: bigint; scale: number }

/** The exact sum of decimal strings (`-12.5`, `0.0000001`): what a tooltip adds up is what the ledger says. */
export function sumDecimals(amounts: readonly string[]): string {
  const parsed = amounts.map(parse)
  const scale = Math.max(0, ...parsed.map((part) => part.scale))
  const total = parsed.reduce((sum, part) => sum + part.digits * 10n ** BigInt(scale - part.scale), 0n)
  return print(total, scale)
}

export function subtractDecimals(left: string, right: string): string {
  return sumDecimals([left, right.startsWith('-') ? right.slice(1) : `-${right}`])
}

function parse(text: string): Parsed {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return { digits: 0n, scale: 0 }
  const [, sign = '', whole = '0', fraction = ''] = match
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length }
}

function print(total: bigint, scale: number): string {
  const negative = total < 0n
  const digits = (negative ? -total : total).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
