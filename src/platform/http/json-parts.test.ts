import { describe, expect, test } from 'vitest'
import { hasMoreParts } from './json-parts.ts'

const isOver = (json: string, most: number) => hasMoreParts(Buffer.from(json), most)

describe('how many values JSON is made of', () => {
  test('brackets, braces and commas count, however deep they stand', () => {
    expect(isOver('[{"a":1,"b":[]}]', 4)).toBe(false)
    expect(isOver('[{"a":1,"b":[]}]', 3)).toBe(true)
    expect(isOver('['.repeat(10), 9)).toBe(true)
  })

  test('what stands in a string does not, whatever is escaped in it', () => {
    expect(isOver(String.raw`{"a":"[{,\"[{,","b\\":"[[[["}`, 2)).toBe(false)
    expect(isOver(String.raw`{"a\\":[[1,2,3,"`, 6)).toBe(false)
    expect(isOver('{"a":"[[[[[[[', 1)).toBe(false)
  })
})
