import { expect, test } from 'vitest'
import { usualSpendOf } from './usual-day.ts'

const MONDAY = '2026-11-23'

test('the usual day is the median of the same weekdays of the last four weeks', () => {
  const known = [
    { day: '2026-11-16', spend: '40' },
    { day: '2026-11-09', spend: '60' },
    { day: '2026-11-02', spend: '900' },
    { day: '2026-11-17', spend: '5' },
  ]
  expect(usualSpendOf(known, MONDAY)).toMatchObject({
    from: 'same-weekdays',
    spend: '60',
    middle: [{ day: '2026-11-09' }],
  })
  const four = [...known, { day: '2026-10-26', spend: '41' }]
  expect(usualSpendOf(four, MONDAY)).toMatchObject({
    spend: '50.5',
    middle: [{ day: '2026-10-26' }, { day: '2026-11-09' }],
  })
})

test('fewer than two known same weekdays give way to all known days of the last 28', () => {
  const known = [
    { day: '2026-11-16', spend: '40' },
    { day: '2026-11-20', spend: '1' },
    { day: '2026-11-22', spend: '2' },
    { day: '2026-10-25', spend: '1000' },
  ]
  expect(usualSpendOf(known, MONDAY)).toMatchObject({
    from: 'last-days',
    spend: '2',
    days: ['2026-11-16', '2026-11-20', '2026-11-22'],
  })
})

test('neither the day itself nor a later one is usual, and no known day is no usual day', () => {
  expect(
    usualSpendOf(
      [
        { day: MONDAY, spend: '9' },
        { day: '2026-11-24', spend: '9' },
      ],
      MONDAY,
    ),
  ).toBeNull()
})
