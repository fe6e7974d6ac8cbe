import { describe, expect, test } from 'vitest'
import { nothingRead, type Progress, planReadings } from './plan-readings.ts'

const at = (text: string) => new Date(`2026-11-${text}:00Z`)
const plan = (progress: Partial<Progress>, now: string) =>
  planReadings({ ...nothingRead, ...progress }, at(now)).map(
    ({ span, from, to }) => `${span} ${from.toISOString().slice(8, 16)}–${to.toISOString().slice(8, 16)}`,
  )
/** Everything but minutes was just read. */
const done = (now: string) => ({ hoursReadAt: at(now), daysReadAt: at(now), historyFrom: '2026-10-01' })

describe('the first poll', () => {
  test('reads today up to now, then the last days, then four weeks a week at a time', () => {
    expect(plan({}, '23T05:10')).toEqual([
      '1 23T03:00–23T05:10',
      '60 23T00:00–23T03:00',
      '1440 20T00:00–23T00:00',
      '1440 13T00:00–20T00:00',
      '1440 06T00:00–13T00:00',
      '1440 30T00:00–06T00:00',
      '1440 26T00:00–30T00:00',
    ])
  })

  test('soon after midnight reads the day before in hours, which is not over as a whole yet', () => {
    expect(plan({}, '23T00:40').slice(0, 3)).toEqual([
      '1 22T23:00–23T00:40',
      '60 22T00:00–22T23:00',
      '1440 19T00:00–22T00:00',
    ])
  })

  test('goes on with its history where it was cut off', () => {
    const progress = { requestedAt: at('23T05:05'), seenUntil: at('23T05:00'), hoursReadAt: at('23T05:05') }
    expect(plan({ ...progress, daysReadAt: at('23T05:05'), historyFrom: '2026-11-06' }, '23T05:10')).toEqual([
      '1 23T04:40–23T05:10',
      '1440 30T00:00–06T00:00',
      '1440 26T00:00–30T00:00',
    ])
  })
})

describe('minutes', () => {
  test('are read again from 20 minutes before the last one in which anything was used', () => {
    expect(plan({ requestedAt: at('23T05:05'), seenUntil: at('23T05:00'), ...done('23T05:05') }, '23T05:10')).toEqual([
      '1 23T04:40–23T05:10',
    ])
  })

  test('of a kind that nobody uses are not read back to its last use', () => {
    expect(plan({ requestedAt: at('23T05:05'), seenUntil: at('20T05:00'), ...done('23T05:05') }, '23T05:10')).toEqual([
      '1 23T03:45–23T05:10',
    ])
  })

  test('reach over midnight into the day before', () => {
    const progress = { requestedAt: at('24T00:00'), seenUntil: at('23T23:58'), ...done('23T23:55') }
    expect(plan({ ...progress, hoursReadAt: at('23T23:40') }, '24T00:05')).toEqual(['1 23T23:38–24T00:05'])
  })

  test('are asked for in hours where a pause has left a gap', () => {
    const progress = { requestedAt: at('23T02:05'), seenUntil: at('23T02:00'), ...done('23T05:00') }
    expect(plan(progress, '23T05:10')).toEqual(['1 23T03:00–23T05:10', '60 23T00:00–23T03:00'])
  })
})

describe('hours', () => {
  const hourly = (seenUntil: string) => {
    const progress = { requestedAt: at('23T05:35'), seenUntil: at(seenUntil), ...done('23T05:35') }
    return plan({ ...progress, hoursReadAt: at('23T04:40') }, '23T05:40')
  }

  test('of today are read once an hour, as far as they have been over for half an hour', () => {
    expect(hourly('23T05:30')).toEqual(['1 23T05:10–23T05:40', '60 23T00:00–23T05:00'])
  })

  test('of which late use is still awaited stay in minutes, as the wider reading would hide it', () => {
    expect(hourly('23T04:50')).toEqual(['1 23T04:30–23T05:40', '60 23T00:00–23T04:00'])
    expect(hourly('22T12:00')).toEqual(['1 23T04:15–23T05:40', '60 23T00:00–23T04:00'])
  })

  test('of the day before are read until it is read as a whole', () => {
    const progress = { requestedAt: at('24T00:35'), seenUntil: at('24T00:30'), ...done('23T23:55') }
    expect(plan({ ...progress, hoursReadAt: at('23T23:30') }, '24T00:40')).toContain('60 23T00:00–24T00:00')
  })

  test('of a pause are read for two days back, and whole days before that', () => {
    const progress = { requestedAt: at('10T02:05'), seenUntil: at('10T02:00'), historyFrom: '2026-10-01' }
    expect(plan({ ...progress, hoursReadAt: at('10T02:05'), daysReadAt: at('10T02:05') }, '23T05:10')).toEqual([
      '1 23T03:00–23T05:10',
      '60 21T05:00–23T03:00',
      '1440 10T00:00–23T00:00',
    ])
  })
})

describe('days', () => {
  test('are read once nothing of them is awaited, with the two before', () => {
    const progress = { requestedAt: at('24T01:25'), seenUntil: at('24T01:20'), hoursReadAt: at('24T01:25') }
    const known = { ...progress, daysReadAt: at('23T21:00'), historyFrom: '2026-10-01' }
    expect(plan(known, '24T01:29')).toEqual(['1 24T01:00–24T01:29'])
    expect(plan(known, '24T01:30')).toEqual(['1 24T01:00–24T01:30', '1440 21T00:00–24T00:00'])
  })

  test('are read again every six hours', () => {
    const known = { ...done('24T06:00'), requestedAt: at('24T06:55'), seenUntil: at('24T06:55') }
    expect(plan({ ...known, daysReadAt: at('24T01:30') }, '24T07:29')).not.toContain('1440 21T00:00–24T00:00')
    expect(plan({ ...known, daysReadAt: at('24T01:30') }, '24T07:30')).toContain('1440 21T00:00–24T00:00')
  })
})

test('marks from the future, left under a clock that was wrong, keep nothing from being read', () => {
  const future = { requestedAt: at('23T14:05'), seenUntil: at('23T05:00'), ...done('23T14:05') }
  expect(plan(future, '23T05:10')).toEqual(['1 23T04:00–23T05:10', '60 23T00:00–23T04:00', '1440 20T00:00–23T00:00'])
})
