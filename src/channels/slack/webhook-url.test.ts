import { expect, test } from 'vitest'
import { isPrivateAddress } from './private-address.ts'
import { readWebhookUrl } from './webhook-url.ts'

test('a webhook of Slack is taken as it was pasted, and only its last four characters are shown', () => {
  const url = ' https://hooks.slack.com/services/T01ABCDEF/B02ABCDEF/abcdefghijklmnopqrstuvwx\n'
  expect(readWebhookUrl(url)).toEqual({
    url: url.trim(),
    origin: 'https://hooks.slack.com',
    host: 'hooks.slack.com',
    last4: 'uvwx',
  })
})

test.each([
  ['hooks.slack.com/services/T0/B0/abcdefghijkl', 'webhook-invalid'],
  ['https://user:secret@hooks.slack.com/services/T0/B0/abcdefghijkl', 'webhook-invalid'],
  ['file:///etc/passwd', 'webhook-invalid'],
  ['https://hooks.slack.com/', 'webhook-invalid'],
  [`https://hooks.slack.com/services/${'A'.repeat(2_000)}`, 'webhook-invalid'],
  ['https://hooks.slack.com/services/T0/B0', 'webhook-not-slack'],
  ['https://hooks.slack.com/services/T0/B0/abcdefghijkl?redirect=http://127.0.0.1', 'webhook-not-slack'],
  ['https://hooks.slack.com/services/../../api/T0/B0/abcdefghijkl', 'webhook-not-slack'],
  ['https://hooks.slack.com/triggers/T0/1/abcdefghijkl', 'webhook-workflow'],
  ['https://hooks.slack.com/workflows/T0/A0/1/abcdefghijkl', 'webhook-workflow'],
])('%s is refused before anything is asked', (url, code) => {
  expect(() => readWebhookUrl(url)).toThrow(expect.objectContaining({ kind: 'invalid', code }))
})

test.each([
  ['http://hooks.slack.com/services/T0/B0/abcdefghijkl', 'http://hooks.slack.com'],
  ['https://hooks.slack.com:8443/services/T0/B0/abcdefghijkl', 'https://hooks.slack.com:8443'],
  ['https://hooks.slack.com.evil.example/services/T0/B0/abcdefghijkl', 'https://hooks.slack.com.evil.example'],
  ['https://hooks.slack.com@evil.example/services', null],
])('%s is not Slack', (url, origin) => {
  if (origin === null) expect(() => readWebhookUrl(url)).toThrow()
  else expect(readWebhookUrl(url).origin).toBe(origin)
})

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.8.8.8',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1',
  'ff02::1',
  'not an address',
])('%s is inside, or nobody', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each([
  '::7f00:1',
  '::a00:1',
  '2001:0:7f00:1::',
  '100::1',
  'fe80::1%eth0',
  '::ffff:0:127.0.0.1',
  '0:0:0:0:0:ffff:7f00:1',
])('%s is inside, whichever way it is written', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each(['8.8.8.8', '3.68.170.153', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  '%s is outside',
  (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  },
)
