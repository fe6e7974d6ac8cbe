import { expect, test } from 'vitest'
import { keptPrices } from '../../src/pricing/kept-prices.ts'
import { priceTable } from './table.ts'

test('the kept price table is what `npm run prices` writes', async () => {
  expect(keptPrices).toEqual(await priceTable())
})
