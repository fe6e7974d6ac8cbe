import { addDays, type CostDay, sameDayLastMonth, startOfMonth } from '../platform/cost-day.ts'
import { type Figures, periodOf, type Span, spanBefore } from './figures.ts'

export type Spans = { yesterday: Compared; last7Days: Compared; thisMonth: Compared }
export type Compared = { span: Span; previous: Span }

export const TREND_DAYS = 30

/** Whole days only: today's bill is still coming in and would look like a fall. On the 1st there is nothing else. */
export function spansAt(today: CostDay): Spans {
  const yesterday = addDays(today, -1)
  const day = { from: yesterday, to: yesterday }
  const week = { from: addDays(yesterday, -6), to: yesterday }
  const month = { from: startOfMonth(today), to: today === startOfMonth(today) ? today : yesterday }
  return {
    yesterday: { span: day, previous: { from: addDays(yesterday, -7), to: addDays(yesterday, -7) } },
    last7Days: { span: week, previous: spanBefore(week) },
    thisMonth: {
      span: month,
      previous: { from: startOfMonth(sameDayLastMonth(month.to)), to: sameDayLastMonth(month.to) },
    },
  }
}

/** The first day that any of the spans, the trend or a usual day needs. */
export function earliestDay(today: CostDay, trendDays: number): CostDay {
  const { thisMonth, last7Days } = spansAt(today)
  const trendStart = addDays(today, 1 - Math.max(trendDays, TREND_DAYS))
  return [thisMonth.previous.from, last7Days.previous.from, trendStart].toSorted()[0] ?? trendStart
}

export function periodsOf(figures: Figures, spans: Spans) {
  return {
    yesterday: periodOf(figures, spans.yesterday.span, spans.yesterday.previous),
    last7Days: periodOf(figures, spans.last7Days.span, spans.last7Days.previous),
    thisMonth: periodOf(figures, spans.thisMonth.span, spans.thisMonth.previous),
  }
}
