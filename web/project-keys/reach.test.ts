import { expect, test } from 'vitest'
import { isLocalAddress } from './reach.ts'

test('an address that only this machine knows is told from one that others can call', () => {
  const local = ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000', 'https://finops.localhost/openai/v1']
  expect(local.filter((url) => !isLocalAddress(url))).toEqual([])
  const open = ['https://finops.example.com', 'http://10.0.0.4:3000', 'http://localhost.example.com', 'nothing']
  expect(open.filter(isLocalAddress)).toEqual([])
})
