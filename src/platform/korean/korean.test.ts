import { expect, test } from 'vitest'
import { changePercent, headlineUsd, percentOf, usd } from './amounts.ts'
import { ago, dayName, instantOf, lengthOf } from './times.ts'

test('amounts are written as the pages write them, from their own digits', () => {
  expect(['742.18', '1284.1', '0', '0.004', '0.00000001', '-12.5', '12345678901234567890.125'].map(usd)).toEqual([
    '$742.18',
    '$1,284.10',
    '$0.00',
    '$0.0040',
    '<$0.0001',
    '−$12.50',
    '$12,345,678,901,234,567,890.13',
  ])
})

test('a headline leaves cents out where they say nothing, and never rounds up', () => {
  expect(['500', '742.18', '999.999', '4.2', '50', '1500000'].map(headlineUsd)).toEqual([
    '$500',
    '$742',
    '$999',
    '$4.20',
    '$50',
    '$1,500,000',
  ])
})

test('a share of a limit is cut, a change carries its sign', () => {
  expect([1.4836, 0.9999, 1.5, 0.29, 123.4].map(percentOf)).toEqual(['148%', '99%', '150%', '29%', '12,340%'])
  expect([13.84, -0.04, 0.001].map(changePercent)).toEqual(['+1,384%', '−4%', '0%'])
})

test('times are told in the zone of the workspace, cost days by their name', () => {
  const at = new Date('2026-11-24T00:00:00Z')
  expect(instantOf(at, 'Asia/Seoul')).toBe('11월 24일 09:00')
  expect(instantOf(at, 'America/New_York')).toBe('11월 23일 19:00')
  expect(dayName('2026-11-22')).toBe('11월 22일')
  expect(lengthOf(9 * 3_600_000 + 12 * 60_000)).toBe('9시간 12분')
  expect(lengthOf(50 * 3_600_000)).toBe('2일 2시간')
  expect(lengthOf(20_000)).toBe('1분 미만')
  expect(ago(new Date('2026-11-23T23:57:00Z'), at)).toBe('3분 전')
})
