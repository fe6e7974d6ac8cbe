import { expect, test } from 'vitest'
import { addressLimit, networkOf } from './attempt-limits.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['not an address', 'not an address'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('keys tell neither the purpose nor the address', () => {
  expect(addressLimit('sign-in', '192.0.2.7', 5).key).toMatch(/^[0-9a-f]{64}$/)
})
