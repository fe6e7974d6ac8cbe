import { expect, test } from 'vitest'
import { createLog, hideSecrets } from './log.ts'

test('the address of a webhook is cut wherever it turns up: whoever knows it may write', () => {
  const url = 'https://hooks.slack.com/services/T01ABCDEF/B02ABCDEF/abcdefghijklmnopqrstuvwx'
  expect(hideSecrets(`request to ${url} failed`)).toBe('request to https://hooks.slack.com/services/[hidden] failed')
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  log.error({ err: new Error(`invalid URL ${url}`, { cause: { url } }) }, `posting to ${url}`)
  expect(lines.join()).toContain('hooks.slack.com')
  expect(lines.join()).not.toContain('abcdefghijklmnopqrstuvwx')
})
