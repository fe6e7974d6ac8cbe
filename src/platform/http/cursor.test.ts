import { expect, test } from 'vitest'
import { cursorOf, positionOf } from './cursor.ts'

const ID = '3f2b7c1a-0000-4000-8000-1234567890ab'

test('a cursor leads back to the row it was made from', () => {
  const position = { at: new Date('2026-11-23T05:00:00.123Z'), id: ID }
  expect(positionOf(cursorOf(position))).toEqual(position)
})

test('what no list has written is no cursor', () => {
  const forged = [
    '',
    'x',
    `2026-11-23T05:00:00.000Z ${'-'.repeat(36)}`,
    `2026-11-23T05:00:00.000Z ${'a'.repeat(36)}`,
    `2026-02-31T05:00:00.000Z ${ID}`,
    `0000-01-01T00:00:00.000Z ${ID}`,
    `9999-12-31T23:59:59.999Z ${ID}`,
    `+275760-09-13T00:00:00.000Z ${ID}`,
    `2026-11-23T05:00:00.000Z ${ID} more`,
  ]
  for (const text of forged) {
    expect(() => positionOf(Buffer.from(text).toString('base64url')), text).toThrow('cursor-invalid')
  }
})
