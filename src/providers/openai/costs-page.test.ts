import fc from 'fast-check'
import { isLosslessNumber, parse as parseLossless } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { NotDecimal, parseDecimal } from '../../platform/money.ts'
import { readCostsPage, UnreadablePage } from './costs-page.ts'

const START = 1_795_392_000 // 2026-11-23T00:00:00Z
const page = (rows: string, extra = '"has_more":false,"next_page":null') =>
  `{"object":"page","data":[{"object":"bucket","start_time":${START},"end_time":${START + 86_400},"results":[${rows}]}],${extra}}`
const row = (value: string, rest = '') => `{"amount":{"value":${value},"currency":"usd"}${rest}}`
const amountOf = (text: string) => readCostsPage(text).buckets[0]?.rows[0]?.amount

describe('an amount keeps every digit', () => {
  const spellings: Record<string, string> = {
    '0.06': '0.06',
    '"0.06"': '0.06',
    '1e-7': '0.0000001',
    '1E-7': '0.0000001',
    '"1e-7"': '0.0000001',
    '0.123456789012345678901234567891': '0.123456789012345678901234567891',
    '"0.123456789012345678901234567891"': '0.123456789012345678901234567891',
    '-12345678901234567890.10': '-12345678901234567890.1',
    '0.34090000000000000': '0.3409',
    '-0': '0',
    '-0.0': '0',
    '1.5e+2': '150',
    '9007199254740993': '9007199254740993',
  }
  for (const [spelling, amount] of Object.entries(spellings)) {
    test(`${spelling} is ${amount}`, () => expect(amountOf(page(row(spelling)))).toBe(amount))
  }
  test('with any white space around it', () => {
    expect(amountOf(page('{"amount" : {\n"value"\t:\r\n 0.10000000000000000001 , "currency":"usd"}}'))).toBe(
      '0.10000000000000000001',
    )
  })
})

describe('what is no page of costs is refused as a whole', () => {
  const broken: Record<string, string> = {
    'an empty text': '',
    HTML: '<html><body>502</body></html>',
    'half a page': page(row('1')).slice(0, 90),
    'an object without data': '{"object":"page"}',
    'another object': '{"object":"list","data":[]}',
    'an error body': '{"error":{"message":"no","type":"x","param":null,"code":null}}',
    'an amount that is a word': page(row('"a lot"')),
    'an amount of hexadecimal digits': page(row('"0x10"')),
    'an amount of nothing': page(row('""')),
    'an amount that is null': page(row('null')),
    'an amount that is infinite': page(row('"Infinity"')),
    'an amount of a thousand digits': page(row('1'.repeat(1_000))),
    'an amount with an exponent beyond all bills': page(row('1e999')),
    'a number that is not JSON': page(row('01')),
    'a number with a bare point': page(row('1.')),
    'a number with two signs': page(row('1e-+2')),
    'a row without an amount': page('{"project_id":"proj_1"}'),
    'a currency of nothing': page('{"amount":{"value":1,"currency":""}}'),
    'a bucket that begins at noon': page(row('1')).replace(String(START), String(START + 43_200)),
    'a bucket of the year 300000': page(row('1')).replace(String(START), '9400000000000'),
    'a bucket without rows': `{"object":"page","data":[{"start_time":${START}}]}`,
    'more pages without a cursor': page(row('1'), '"has_more":true,"next_page":null'),
  }
  for (const [what, text] of Object.entries(broken)) {
    test(what, () => expect(() => readCostsPage(text)).toThrow(UnreadablePage))
  }
})

test('a name that PostgreSQL cannot hold, or would give back as another, becomes one that it can', () => {
  const names = readCostsPage(page(row('1', ',"line_item":"a\\u0000b","project_id":"\\ud800x"'))).buckets[0]?.rows[0]
  expect(names).toMatchObject({ lineItem: 'a\uFFFDb', externalId: '\uFFFDx' })
})

test('a null project and an empty one are nobody, a missing line item has no name', () => {
  const rows = [row('1', ',"project_id":null'), row('1', ',"project_id":""'), row('1')].join(',')
  for (const one of readCostsPage(page(rows)).buckets[0]?.rows ?? []) {
    expect(one).toMatchObject({ externalId: null, lineItem: null })
  }
})

test('the rows of 2025, called `result`, are read as well', () => {
  expect(amountOf(page(row('2')).replace('"results"', '"result"'))).toBe('2')
})

const digits = fc.stringMatching(/^(0|[1-9]\d{0,25})$/)
const spelled = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: digits,
    fraction: fc.option(fc.stringMatching(/^\d{1,30}$/), { nil: null }),
    exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.nat(20)), { nil: null }),
    quoted: fc.boolean(),
  })
  .map(({ sign, whole, fraction, exponent, quoted }) => {
    const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent?.join('') ?? ''}`
    return quoted ? `"${text}"` : text
  })
const trap = fc.constantFrom(
  '"value": 1',
  '\\"value\\": 1',
  'a\\',
  '\\\\',
  '{"amount":{"value":9}}',
  '","value":7,"x":"',
  'value',
  'quantity": 3',
  '\u2028',
)
const text = fc
  .array(fc.oneof(trap, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 4 })
  .map((all) => all.join(''))
const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ')

const anyRow = fc
  .record({
    amount: spelled,
    quantity: fc.option(spelled, { nil: 'null' }),
    lineItem: fc.option(text, { nil: null }),
    extra: fc.tuple(text, fc.oneof(fc.jsonValue(), fc.constant({ value: 0.5, deeper: [{ quantity: 1e21 }] }))),
    space,
    isValueLast: fc.boolean(),
  })
  .map(({ amount, quantity, lineItem, extra, space: gap, isValueLast }) => {
    const value = `"value"${gap}:${gap}${amount}`
    const currency = `"currency":"usd"`
    const inside = isValueLast ? `${currency},${gap}${value}` : `${value}${gap},${currency}`
    const [name, more] = extra
    const added = JSON.stringify({ [`x-${name}`]: more }).slice(1, -1)
    return `{${added},"amount":{${inside}},"line_item":${JSON.stringify(lineItem)},${gap}"quantity":${gap}${quantity}${gap}}`
  })

test('any spelling of a page is read as a lossless parser reads it, whatever its texts contain', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 4 }), (rows) => {
      const written = page(rows.join(','))
      const expected = lossless(written)
      expect(readCostsPage(written).buckets[0]?.rows).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})

test('a field spelled with escapes is read exactly or refused, never rounded', () => {
  for (const name of ['v\\u0061lue', '\\u0076alue', 'valu\\u0065']) {
    const written = page('{"amount":{"value":0.123456789012345678901,"currency":"usd"}}').replace('value', name)
    const amount = (() => {
      try {
        return amountOf(written)
      } catch (error) {
        if (error instanceof UnreadablePage) return 'refused'
        throw error
      }
    })()
    expect(['refused', '0.123456789012345678901']).toContain(amount)
  }
})

test('any text at all gives a page or is refused as unreadable', () => {
  const cut = fc.tuple(anyRow, fc.nat(400)).map(([one, at]) => page(one).slice(0, at))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), cut), (written) => {
      try {
        readCostsPage(written)
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadablePage)
      }
    }),
    { numRuns: 1_000 },
  )
})

type LosslessRow = { amount: { value: unknown; currency: string }; line_item: string | null; quantity: unknown }

function lossless(written: string) {
  const parsed = parseLossless(written) as { data: { results: LosslessRow[] }[] }
  return (parsed.data[0]?.results ?? []).map((one) => ({
    externalId: null,
    lineItem: one.line_item ? one.line_item.replaceAll('\u0000', '\uFFFD').toWellFormed() : null,
    currency: one.amount.currency.toUpperCase(),
    amount: exact(one.amount.value),
    quantity: one.quantity === null ? null : exact(one.quantity),
  }))
}

function exact(value: unknown): string {
  const spelling = isLosslessNumber(value) ? value.value : String(value)
  try {
    return parseDecimal(spelling)
  } catch (error) {
    if (error instanceof NotDecimal) throw new Error(`the test spelled ${spelling}`)
    throw error
  }
}
