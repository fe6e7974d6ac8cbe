import { expect, test } from 'vitest'
import { decimalText } from './amount.ts'
import { embeddingComponents, pieceComponents, textComponents } from './tariff.ts'

const million = (components: ReturnType<typeof textComponents>) =>
  components.flatMap(({ bill }) => (bill === null ? [] : [[bill.lineItem, decimalText(bill.unitPrice * 1e6, 0)]]))

test('a million tokens cost what the price list says for the tier: no cached discount in batches of older models', () => {
  expect(million(textComponents('gpt-4o-2024-08-06', false, 'default'))).toEqual([
    ['gpt-4o-2024-08-06, input', '2.5'],
    ['gpt-4o-2024-08-06, cached input', '1.25'],
    ['gpt-4o-2024-08-06, output', '10'],
  ])
  expect(million(textComponents('gpt-4o-2024-08-06', true, 'default'))).toEqual([
    ['gpt-4o-2024-08-06 batch, input', '1.25'],
    ['gpt-4o-2024-08-06 batch, cached input', '1.25'],
    ['gpt-4o-2024-08-06 batch, output', '5'],
  ])
  expect(million(textComponents('gpt-5-nano-2025-08-07', false, 'flex'))[1]).toEqual([
    'gpt-5-nano-2025-08-07 flex, cached input',
    '0.0025',
  ])
  expect(million(textComponents('gpt-5-2025-08-07', false, 'priority'))[2]?.[1]).toBe('20')
  expect(million(embeddingComponents('text-embedding-3-small'))).toEqual([['text-embedding-3-small, input', '0.02']])
})

test('fine-tunes are billed under their base, moderations cost nothing, tools are billed by the piece', () => {
  expect(million(textComponents('ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9', false, 'default'))[0]).toEqual([
    'ft-gpt-4o-mini-2024-07-18, input',
    '0.3',
  ])
  expect(million(pieceComponents('moderations'))).toEqual([])
  expect(million(pieceComponents('web_search_calls'))).toEqual([['web search tool calls', '10000']])
})
