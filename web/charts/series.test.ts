import { describe, expect, it } from 'vitest'
import type { DaySpend } from '../../src/reports/api.ts'
import { collapseSeries, columnsOf, weakest } from './series.ts'

const day = (amount: string | null, basis: DaySpend['basis'] = 'settled', at = '2026-11-20'): DaySpend => ({
  day: at,
  amount,
  basis,
})
const team = (key: string, amount: string | null) => ({
  key,
  name: key,
  days: [day(amount, amount === null ? 'unknown' : 'settled')],
})

describe('series of a stacked chart', () => {
  it('keep the six largest and add the rest up exactly', () => {
    const given = ['1', '2', '3', '4', '5', '6', '0.1', '0.2'].map((amount, index) => team(`t${index}`, amount))
    const series = collapseSeries(given, '기타')
    expect(series.map((one) => one.key)).toEqual(['t5', 't4', 't3', 't2', 't1', 't0', 'others'])
    expect(series.at(-1)?.days[0]?.amount).toBe('0.3')
  })

  it('show a seventh team by its own name instead of calling one team the rest', () => {
    const given = ['1', '2', '3', '4', '5', '6', '7'].map((amount, index) => team(`t${index}`, amount))
    expect(collapseSeries(given, '기타').map((one) => one.key)).not.toContain('others')
  })

  it('never fold what nobody owns into the rest', () => {
    const given = [
      ...Array.from({ length: 9 }, (_, index) => team(`t${index}`, String(index + 1))),
      { ...team('none', '0.5'), unattributed: true },
    ]
    expect(collapseSeries(given, '기타').at(-1)?.key).toBe('none')
  })
})

describe('columns', () => {
  it('total what is known and say that something is missing', () => {
    const [column] = columnsOf(collapseSeries([team('a', '1.1'), team('b', null)], '기타'))
    expect(column).toMatchObject({ total: '1.1', partial: true, basis: 'settled' })
  })

  it('leave a day without any reading unknown, not zero', () => {
    const [column] = columnsOf(collapseSeries([team('a', null)], '기타'))
    expect(column).toMatchObject({ total: null, basis: 'unknown' })
  })

  it('take the least certain basis of their parts', () => {
    expect(weakest(['settled', 'estimated', 'provisional'])).toBe('estimated')
    expect(weakest([])).toBe('unknown')
  })
})
