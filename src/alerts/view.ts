import { actionSentence } from '../actions/index.ts'
import { usd } from '../platform/korean/amounts.ts'
import { shareOf } from '../platform/money.ts'
import { endOfPeriod } from '../thresholds/index.ts'
import type { Alert, AlertDelivery, AlertEvent } from './api.ts'
import { caseStateOf, caseStepsOf } from './case-state.ts'
import type { AlertKind } from './store/alerts.ts'
import type { CaseRow } from './store/cases.ts'
import type { DeedRow, LevelRow, SentRow, ToldRow } from './store/events.ts'

const FULL_PERCENT = 100

export function alertView(row: CaseRow): Alert {
  const { breachId, limit, spend, period, periodStart, blockId, blockGrade, blockProof } = row
  const state = caseStateOf(row)
  return {
    id: breachId,
    projectId: row.projectId,
    projectName: row.projectName,
    teamId: row.teamId,
    teamName: row.teamName,
    period,
    periodStart,
    resetsAt: endOfPeriod(period, periodStart).toISOString(),
    limit: dollars(limit),
    spend: dollars(spend),
    ratio: shareOf(spend, limit),
    highestPercent: row.highestPercent,
    isExceeded: row.highestPercent >= FULL_PERCENT,
    state,
    isOpen: state !== 'closed',
    steps: caseStepsOf(row).map(({ state: step, at }) => ({ state: step, at: at.toISOString() })),
    openedAt: row.openedAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedName,
    block:
      blockId && blockGrade && blockProof
        ? { id: blockId, grade: blockGrade, proof: blockProof, isOpen: row.releasedAt === null }
        : null,
    messages: {
      total: row.messages,
      sent: row.messagesSent,
      stored: row.messagesStored,
      failed: row.messagesFailed,
      slowestSeconds: row.slowestSeconds,
    },
  }
}

export function eventsView(
  row: CaseRow,
  found: { levels: readonly LevelRow[]; told: readonly ToldRow[]; deeds: readonly DeedRow[] },
): AlertEvent[] {
  const byRule = { actorName: null, reason: null }
  const events = [
    ...found.levels.map(({ at, percent, spend, limit }) => ({
      ...byRule,
      at,
      kind: 'level' as const,
      sentence: `한도의 ${percent}%를 넘었습니다. 지출 ${usd(spend)} · 한도 ${usd(limit)}`,
    })),
    ...found.told.map(({ at, kind, percent }) => ({
      ...byRule,
      at,
      kind: 'message' as const,
      sentence: toldSentence(kind, percent),
    })),
    ...found.deeds.map(({ at, kind, actorName, reason, ...facts }) => ({
      at,
      kind: 'action' as const,
      sentence: actionSentence(kind, facts),
      actorName,
      reason,
    })),
    ...(row.closedAt
      ? [{ ...byRule, at: row.closedAt, kind: 'closed' as const, sentence: '이 기간의 초과가 종료되었습니다.' }]
      : []),
  ]
  return events
    .toSorted((left, right) => left.at.getTime() - right.at.getTime())
    .map(({ at, ...event }) => ({ ...event, at: at.toISOString() }))
}

function toldSentence(kind: AlertKind, percent: number | null): string {
  switch (kind) {
    case 'crossed':
      return `${percent ?? 0}% 알림을 보냈습니다.`
    case 'reminder':
      return '아직 확인되지 않아 다시 알렸습니다.'
    case 'over':
      return '초과가 끝났음을 알렸습니다.'
    default:
      return '알림을 보냈습니다.'
  }
}

export function deliveryView({ createdAt, sentAt, ...same }: SentRow): AlertDelivery {
  return { ...same, createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null }
}

function dollars(amount: string) {
  return { amount, currency: 'USD' }
}
