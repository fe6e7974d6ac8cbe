import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type ReleaseRequest = {
  id: string
  blockId: string
  askedBy: string | null
  askedByName: string
  reason: string
  askedAt: Date
  decision: 'approved' | 'refused' | null
  decidedByName: string | null
  decisionReason: string | null
  decidedAt: Date | null
}

const columns = sql`select id, block_id as "blockId", asked_by as "askedBy", asked_by_name as "askedByName", reason,
  asked_at as "askedAt", decision, decided_by_name as "decidedByName", decision_reason as "decisionReason",
  decided_at as "decidedAt" from release_requests`

/** The newest first. */
export async function requestsOf(db: Db, blockIds: readonly string[]): Promise<ReleaseRequest[]> {
  const { rows } = await sql<ReleaseRequest>`
    ${columns} where block_id = any(${blockIds}::uuid[]) order by asked_at desc, id`.execute(db)
  return rows
}

export async function openRequestOf(db: Db, blockId: string): Promise<ReleaseRequest | null> {
  const { rows } = await sql<ReleaseRequest>`${columns} where block_id = ${blockId} and decision is null`.execute(db)
  return rows[0] ?? null
}

export async function askersOf(db: Db, blockId: string): Promise<string[]> {
  const { rows } = await sql<{ askedBy: string }>`select distinct asked_by as "askedBy" from release_requests
    where block_id = ${blockId} and asked_by is not null`.execute(db)
  return rows.map(({ askedBy }) => askedBy)
}

export async function insertRequest(
  tx: Tx,
  request: { blockId: string; by: string | null; byName: string; reason: string; at: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into release_requests (block_id, asked_by, asked_by_name, reason, asked_at)
    values (${request.blockId}, ${request.by}, ${request.byName}, ${request.reason}, ${request.at}) returning id`.execute(
    tx,
  )
  const id = rows[0]?.id
  if (!id) throw new Error('the request was not written')
  return id
}

/** Decides whatever is asked of a block; false: nothing was. */
export async function decideRequest(
  tx: Tx,
  blockId: string,
  decision: { decision: 'approved' | 'refused'; by: string | null; byName: string; reason: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`update release_requests set decision = ${decision.decision}, decided_by = ${decision.by},
    decided_by_name = ${decision.byName}, decision_reason = ${decision.reason}, decided_at = ${decision.at}
    where block_id = ${blockId} and decision is null returning id`.execute(tx)
  return rows.length > 0
}
