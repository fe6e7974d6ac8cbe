import { describe, expect, it } from 'vitest'
import { stepTo } from './stepping.ts'

describe('stepping through a chart', () => {
  it('starts at the newest day', () => {
    expect(stepTo(null, 'ArrowLeft', 30)).toBe(29)
    expect(stepTo(null, 'ArrowRight', 30)).toBe(29)
  })
  it('moves by days and weeks and stops at both ends', () => {
    expect([
      stepTo(29, 'ArrowRight', 30),
      stepTo(0, 'ArrowLeft', 30),
      stepTo(10, 'PageUp', 30),
      stepTo(28, 'PageDown', 30),
    ]).toEqual([29, 0, 3, 29])
    expect([stepTo(10, 'Home', 30), stepTo(10, 'End', 30)]).toEqual([0, 29])
  })
  it('leaves other keys and empty charts alone', () => {
    expect([stepTo(3, 'Tab', 30), stepTo(null, 'ArrowLeft', 0)]).toEqual([null, null])
  })
})
