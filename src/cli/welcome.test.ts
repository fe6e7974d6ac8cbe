import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from '../platform/log.ts'
import { isTerminal, watchSetupCode, welcome } from './welcome.ts'

test('the last setup code of the log is the one that a person is told, and the log line stays', () => {
  const stream = new PassThrough()
  const watched = watchSetupCode(stream)
  const log = createLog('info', watched)
  expect(watched.lastCode()).toBeNull()
  log.warn('setup code: AAAA-BBBB')
  log.warn('setup code: K7QD-M3XW')
  log.info('listening')
  expect(watched.lastCode()).toBe('K7QD-M3XW')
  expect(String(stream.read())).toContain('"msg":"setup code: K7QD-M3XW"')
})

test('a person reads the address, and the first code only for an empty workspace', () => {
  expect(welcome('http://localhost:3000', 'K7QD-M3XW')).toContain(
    '첫 관리자 코드: K7QD-M3XW — http://localhost:3000/setup 에서 입력해 주세요',
  )
  expect(welcome('http://localhost:3000', null)).not.toContain('코드')
})

test('a pipe is no terminal', () => {
  expect(isTerminal(new PassThrough())).toBe(false)
  expect(isTerminal(Object.assign(new PassThrough(), { isTTY: true }))).toBe(true)
})
