import { sql } from 'kysely'
import { type GivenColumn, givenRows } from '../../platform/db/given-rows.ts'
import type { CallCost } from '../call.ts'
import { COUNTS } from '../counts.ts'
import type { KnownCall } from '../merge-calls.ts'

/** A call with what it costs, as it is stored. */
export type CallRow = KnownCall & CallCost & { recordedAt: Date }

type Column = GivenColumn<CallRow>

const plain = (name: string, type: string, value: Column['value']): Column => ({ name, type, isPlain: true, value })
const text = (name: string, value: Column['value'], type = 'text'): Column => ({ name, type, isPlain: false, value })

export const COLUMNS: readonly Column[] = [
  plain('project_id', 'uuid', (row) => row.projectId),
  plain('cost_day', 'date', (row) => row.costDay),
  text('identity', (row) => row.identity),
  plain('at', 'timestamptz', (row) => row.at.toISOString()),
  plain('id', 'uuid', (row) => row.id),
  plain('key_id', 'uuid', (row) => row.keyId),
  plain('source', 'text', (row) => row.source),
  text('endpoint', (row) => row.endpoint),
  plain('kind', 'text', (row) => row.kind),
  text('model_asked', (row) => row.modelAsked),
  text('model_served', (row) => row.modelServed),
  text('response_id', (row) => row.responseId),
  text('task', (row) => row.task),
  text('intent', (row) => row.intent),
  text('user_name', (row) => row.user),
  text('trace', (row) => row.trace),
  text('meta', (row) => (row.meta === null ? null : JSON.stringify(row.meta)), 'jsonb'),
  plain('status', 'smallint', (row) => row.status),
  plain('result', 'text', (row) => row.result),
  text('problem_code', (row) => row.problemCode),
  plain('batch', 'boolean', (row) => row.batch),
  text('service_tier', (row) => row.serviceTier),
  text('size', (row) => row.size),
  ...COUNTS.map(([name, column]) => plain(column, 'bigint', (row) => row.quantities?.[name] ?? null)),
  plain('byte_minutes', 'numeric', (row) => row.quantities?.byteMinutes ?? null),
  text('tools', (row) => (row.tools === null ? null : JSON.stringify(row.tools)), 'jsonb'),
  plain('estimated', 'boolean', (row) => row.estimated),
  plain('provider_cost', 'numeric', (row) => row.providerCost),
  plain('cost', 'numeric', (row) => row.cost),
  plain('cost_from', 'text', (row) => row.costFrom),
  plain('unpriced', 'boolean', (row) => row.unpriced),
  plain('duration_ms', 'int', (row) => row.durationMs),
  plain('first_token_ms', 'int', (row) => row.firstTokenMs),
  plain('retries', 'smallint', (row) => row.retries),
  plain('streamed', 'boolean', (row) => row.streamed),
  plain('origins', 'text', (row) => row.origins),
  plain('recorded_at', 'timestamptz', (row) => row.recordedAt.toISOString()),
]

export const columnNames = sql.raw(COLUMNS.map(({ name }) => name).join(', '))

export const givenCalls = (rows: readonly CallRow[]) => givenRows(COLUMNS, rows, 'identity')
