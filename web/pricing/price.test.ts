import { expect, test } from 'vitest'
import { formatPrice, partLabel, pricePhrase, readPrice } from './price.ts'

test('a price keeps every digit, and has two decimals at least', () => {
  expect(['2.5', '10', '0.0125', '1200.1'].map(formatPrice)).toEqual(['$2.50', '$10.00', '$0.0125', '$1,200.10'])
})

test('what people type is read as they mean it, and nothing else is', () => {
  expect(readPrice(' $1,200.50 ')).toBe('1200.50')
  for (const text of ['', '-1', '1e3', '1.2.3', '.5', '열']) expect(readPrice(text)).toBeNull()
})

test('a part is named in words, with its unit where that is not tokens', () => {
  expect(partLabel('image 1024x1024')).toBe('이미지 1024x1024')
  expect(pricePhrase({ part: 'cached input', unit: 'million-tokens', price: '0.5' })).toBe('캐시된 입력 $0.50')
  expect(pricePhrase({ part: 'tool call', unit: 'thousand-calls', price: '10' })).toBe('1,000회당 $10.00')
  expect(pricePhrase({ part: 'image 1024x1024', unit: 'image', price: '0.04' })).toBe('1024x1024 장당 $0.04')
})
