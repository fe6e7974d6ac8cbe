import type { PriceUnit } from '../../src/pricing/api.ts'
import { words } from '../words/index.ts'

const say = words.prices

/** Every digit of a price counts: `$2.50`, `$0.0125`, `$10.00`. */
export function formatPrice(price: string): string {
  const [whole = '0', decimals = ''] = price.split('.')
  return `$${BigInt(whole).toLocaleString('ko-KR')}.${decimals.padEnd(2, '0')}`
}

export function partLabel(part: string): string {
  const size = sizeOf(part)
  return size ? `${say.parts.image} ${size}` : (say.parts[part] ?? part)
}

function sizeOf(part: string): string | undefined {
  return /^image (\d+x\d+)$/.exec(part)?.[1]
}

export function modelLabel(model: string): string {
  return say.tools[model] ?? model
}

/** `캐시된 입력 $0.50`, the unit of tokens being said once for a table; `1,000회당 $10.00`, which says what it is for itself. */
export function pricePhrase({ part, unit, price }: { part: string; unit: PriceUnit; price: string }): string {
  if (unit === 'million-tokens') return `${partLabel(part)} ${formatPrice(price)}`
  const size = sizeOf(part)
  return `${size ? `${size} ` : ''}${say.units[unit]} ${formatPrice(price)}`
}

export function quantityPhrase(unit: PriceUnit, quantity: string | null): string {
  if (quantity === null) return say.unknown.notTold
  return say.quantities[unit](BigInt(quantity).toLocaleString('ko-KR'))
}

const PRICE = /^\d{1,9}(?:\.\d{1,12})?$/

/** What people type: spaces, a dollar sign and thousands separators mean nothing. Null: no price. */
export function readPrice(text: string): string | null {
  const plain = text.replace(/[\s$,]/g, '')
  return PRICE.test(plain) ? plain : null
}
