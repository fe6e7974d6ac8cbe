import { sql } from 'kysely'
import { nothingCounted, type Quantities } from '../../pricing/index.ts'
import { COUNTS } from '../counts.ts'
import type { CallRow } from './columns.ts'

type Counts = Pick<Quantities, (typeof COUNTS)[number][0] | 'byteMinutes'>

export type ReadRow = Omit<CallRow, 'quantities'> & Counts

const PLAIN: readonly (readonly [string, string])[] = [
  ['projectId', 'project_id'],
  ['costDay', 'cost_day'],
  ['identity', 'identity'],
  ['at', 'at'],
  ['id', 'id'],
  ['keyId', 'key_id'],
  ['source', 'source'],
  ['endpoint', 'endpoint'],
  ['kind', 'kind'],
  ['modelAsked', 'model_asked'],
  ['modelServed', 'model_served'],
  ['responseId', 'response_id'],
  ['task', 'task'],
  ['intent', 'intent'],
  ['user', 'user_name'],
  ['trace', 'trace'],
  ['meta', 'meta'],
  ['status', 'status'],
  ['result', 'result'],
  ['problemCode', 'problem_code'],
  ['batch', 'batch'],
  ['serviceTier', 'service_tier'],
  ['size', 'size'],
  ...COUNTS,
  ['byteMinutes', 'byte_minutes'],
  ['tools', 'tools'],
  ['estimated', 'estimated'],
  ['costFrom', 'cost_from'],
  ['unpriced', 'unpriced'],
  ['durationMs', 'duration_ms'],
  ['firstTokenMs', 'first_token_ms'],
  ['retries', 'retries'],
  ['streamed', 'streamed'],
  ['origins', 'origins'],
  ['recordedAt', 'recorded_at'],
]

/** A stored call under the names of the code. */
export const readColumns = (alias: string) =>
  sql.raw(
    [
      ...PLAIN.map(([name, column]) => `${alias}.${column} as "${name}"`),
      `trim_scale(${alias}.provider_cost)::text as "providerCost"`,
      `trim_scale(${alias}.cost)::text as cost`,
    ].join(', '),
  )

export function rowOf(read: ReadRow): CallRow {
  const quantities: Quantities = { ...nothingCounted, requests: 1 }
  let isKnown = read.byteMinutes !== null
  for (const [name] of COUNTS) {
    quantities[name] = read[name]
    isKnown ||= read[name] !== null
  }
  quantities.byteMinutes = read.byteMinutes
  return { ...read, quantities: isKnown ? quantities : null }
}
