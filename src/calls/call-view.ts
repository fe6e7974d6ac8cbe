import { nothingCounted } from '../pricing/index.ts'
import { addressOf } from './address.ts'
import type { CallDetail, CallView } from './api.ts'
import type { CallRow } from './store/columns.ts'

export function viewOf(row: CallRow): CallView {
  const { quantities, cost } = row
  return {
    id: addressOf(row),
    at: row.at.toISOString(),
    costDay: row.costDay,
    source: row.source,
    endpoint: row.endpoint,
    kind: row.kind,
    modelAsked: row.modelAsked,
    modelServed: row.modelServed,
    task: row.task,
    intent: row.intent,
    user: row.user,
    trace: row.trace,
    status: row.status,
    result: row.result,
    problemCode: row.problemCode,
    inputTokens: quantities?.inputTokens ?? null,
    cachedInputTokens: quantities?.cachedInputTokens ?? null,
    outputTokens: quantities?.outputTokens ?? null,
    cost: cost === null ? null : { amount: cost, currency: 'USD' },
    estimated: row.estimated,
    costFrom: row.costFrom,
    unpriced: row.unpriced,
    durationMs: row.durationMs,
    firstTokenMs: row.firstTokenMs,
    retries: row.retries,
    streamed: row.streamed,
  }
}

export function detailOf(row: CallRow): CallDetail {
  const counts = Object.entries(row.quantities ?? nothingCounted).flatMap(([name, count]) =>
    count === null || name === 'requests' ? [] : [[name, count] as const],
  )
  return {
    ...viewOf(row),
    recordId: row.id,
    responseId: row.responseId,
    keyId: row.keyId,
    meta: { ...row.meta },
    batch: row.batch,
    serviceTier: row.serviceTier,
    size: row.size,
    usage: row.quantities === null ? null : Object.fromEntries(counts),
    tools: row.tools === null ? null : { ...row.tools },
    toldBy: row.origins === null ? 'one' : 'several',
    recordedAt: row.recordedAt.toISOString(),
  }
}
