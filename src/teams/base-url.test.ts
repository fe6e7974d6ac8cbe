import { expect, test } from 'vitest'
import { acceptBaseUrl } from './base-url.ts'

const openaiBaseUrl = 'https://api.openai.com/v1'
const open = { openaiBaseUrl, allowCustomBaseUrl: true }
const closed = { openaiBaseUrl, allowCustomBaseUrl: false }
const refusal = (code: string) => expect.objectContaining({ kind: 'invalid', code })

test("no address, or the workspace's own in other words, is the workspace's own", () => {
  for (const given of [null, openaiBaseUrl, `${openaiBaseUrl}/`, 'HTTPS://api.openai.com:443/v1//']) {
    expect(acceptBaseUrl(closed, given)).toBeNull()
  }
})

test('another address needs the permission of the workspace', () => {
  expect(() => acceptBaseUrl(closed, 'https://proxy.example/v1')).toThrow(refusal('base-url-not-allowed'))
  expect(acceptBaseUrl(open, 'https://proxy.example/v1/')).toBe('https://proxy.example/v1')
})

test.each([
  'ftp://proxy.example/v1',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://user:password@proxy.example/v1',
  'https://proxy.example/v1?key=1',
  'https://proxy.example/v1#x',
  'nonsense',
  '',
])('%s is refused', (given) => {
  expect(() => acceptBaseUrl(open, given)).toThrow(refusal('base-url-invalid'))
})

test('odd characters do not reach the database as they came', () => {
  expect(acceptBaseUrl(open, 'https://proxy.example/a\u0000b\t')).toMatch(/^https:\/\/proxy\.example\/a%00b(%09)?$/)
})
