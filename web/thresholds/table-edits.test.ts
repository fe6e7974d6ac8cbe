import { expect, test } from 'vitest'
import type { ThresholdTableRow } from '../../src/thresholds/api.ts'
import { changesOf, keyOf, withSuggestions } from './table-edits.ts'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const row = (projectId: string, day: string | null, suggested: string | null = null): ThresholdTableRow => ({
  projectId,
  projectName: projectId,
  teamId: 't',
  teamName: '팀',
  day: day === null ? null : thresholdOf(projectId, day),
  week: null,
  suggestedDay: suggested === null ? null : { usual: usd('1'), limit: usd(suggested) },
  suggestedWeek: null,
})

function thresholdOf(projectId: string, limit: string): NonNullable<ThresholdTableRow['day']> {
  const phase = { periodStart: '2026-11-22', resetsAt: '2026-11-23T00:00:00.000Z', spent: null, left: null }
  return {
    id: projectId,
    projectId,
    projectName: projectId,
    period: 'day',
    limit: usd(limit),
    limitInForce: usd(limit),
    levels: [],
    onNoData: 'go-on',
    hard: false,
    room: null,
    state: 'normal',
    stateSince: '2026-11-22T00:00:00.000Z',
    pausedUntil: null,
    noData: null,
    raise: null,
    breach: null,
    phase: { ...phase, ratio: null, next: null, unpriced: false, readAt: null },
  }
}

test('only what differs from what is saved is sent; an emptied field removes the limit', () => {
  const rows = [row('a', '500'), row('b', '500'), row('c', null)]
  const edits = new Map([
    [keyOf('a', 'day'), '$500'],
    [keyOf('b', 'day'), ' '],
    [keyOf('c', 'week'), '1,000'],
  ])
  expect(changesOf(rows, edits)).toEqual([
    { projectId: 'b', period: 'day', limit: null },
    { projectId: 'c', period: 'week', limit: '1000' },
  ])
})

test('suggestions fill what is empty and overwrite nothing', () => {
  const rows = [row('a', '500', '110'), row('b', null, '110'), row('c', null, '20'), row('d', null)]
  const { edits, count } = withSuggestions(rows, new Map([[keyOf('c', 'day'), '7']]))
  expect(count).toBe(1)
  expect([...edits]).toEqual([
    [keyOf('c', 'day'), '7'],
    [keyOf('b', 'day'), '110'],
  ])
})
