import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

/** A gateway process that was not seen for so long answers nobody any more. */
const LIVING_SECONDS = 10
const isLiving = sql`seen_at > clock_timestamp() - make_interval(secs => ${LIVING_SECONDS})`

/** Where no gateway runs there is nothing to tell it; one that starts later reads the blocks before it answers. */
export async function addGatewayStep(tx: Tx, blockId: string): Promise<void> {
  await sql`insert into block_steps (block_id, kind, target)
    select ${blockId}, 'gateway', 'gateway' where exists (select 1 from derived.gateway_processes where ${isLiving})
    on conflict do nothing`.execute(tx)
}

export type GatewayStep = { blockId: string; direction: 'apply' | 'restore' }

/** Of decisions that are committed; not every process may know of them yet. */
export async function openGatewaySteps(db: Db): Promise<GatewayStep[]> {
  const { rows } = await sql<GatewayStep>`
    select s.block_id as "blockId", s.direction from block_steps s join blocks b on b.id = s.block_id
    where s.kind = 'gateway' and s.state <> 'done' and b.state <> 'released'`.execute(db)
  return rows
}

/** A number that is at least as new as everything committed by now. */
export async function gatewayVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from derived.gateway_version`.execute(db)
  return rows[0]?.version ?? 0
}

/** How many living processes there are, and how many of them do not go by this version yet. */
export async function gatewaysBehind(db: Db, version: number): Promise<{ living: number; behind: number }> {
  const { rows } = await sql<{ living: number; behind: number }>`
    select count(*) as living, count(*) filter (where version < ${version}) as behind
    from derived.gateway_processes where ${isLiving}`.execute(db)
  return rows[0] ?? { living: 0, behind: 0 }
}
