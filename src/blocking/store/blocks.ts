import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Block, CrossingFacts, Grade, Proof, UntilKind } from '../block.ts'

const columns = sql`select b.id, b.team_id as "teamId", t.name as "teamName", b.project_id as "projectId", p.name as "projectName",
  b.grade, b.origin, b.breach_id as "breachId", b.crossing, b.reason, b.requested_by as "requestedBy",
  b.requested_by_name as "requestedByName", b.until_kind as "untilKind", b.until_at as "untilAt",
  b.sets_keys_aside as "setsKeysAside", b.state, b.created_at as "createdAt", b.bites_at as "bitesAt",
  b.applied_at as "appliedAt", b.release_reason as "releaseReason", b.released_by_name as "releasedByName",
  b.release_decided_at as "releaseDecidedAt", b.released_at as "releasedAt", b.proof, b.proof_at as "proofAt",
  b.last_call_at as "lastCallAt", b.calls_after as "callsAfter", b.calling_models as "callingModels", b.violations
  from blocks b join teams t on t.id = b.team_id left join projects p on p.id = b.project_id`

export async function findBlock(db: Db, id: string): Promise<Block | null> {
  const { rows } = await sql<Block>`${columns} where b.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockBlock(tx: Tx, id: string): Promise<Block | null> {
  const { rows } = await sql<Block>`${columns} where b.id = ${id} for no key update of b`.execute(tx)
  return rows[0] ?? null
}

const DECISIONS_LOCK = 7_310_007

/**
 * One decision at a time, over all processes: a reading decides about several projects and a person about a whole team, and
 * in whatever order they come to them, neither is to wait for the other. Taken before any row of a block.
 */
export async function lockDecisions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${DECISIONS_LOCK})`.execute(tx)
}

export type NewBlock = {
  teamId: string
  projectId: string | null
  grade: Grade
  origin: 'person' | 'threshold'
  breachId: string | null
  crossing: CrossingFacts | null
  reason: string
  requestedBy: string | null
  requestedByName: string
  untilKind: UntilKind
  untilAt: Date | null
  setsKeysAside: boolean
  at: Date
}

export async function insertBlock(tx: Tx, block: NewBlock): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into blocks (team_id, project_id, grade, origin, breach_id, crossing, reason, requested_by, requested_by_name,
      until_kind, until_at, sets_keys_aside, state, created_at)
    values (${block.teamId}, ${block.projectId}, ${block.grade}, ${block.origin}, ${block.breachId},
      ${block.crossing ? JSON.stringify(block.crossing) : null}, ${block.reason}, ${block.requestedBy},
      ${block.requestedByName}, ${block.untilKind}, ${block.untilAt}, ${block.setsKeysAside}, 'open', ${block.at})
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (!id) throw new Error('the block was not written')
  return id
}

/** Harder than before: everything that was true of how far it is has to be reached again. */
export async function escalateBlock(
  tx: Tx,
  id: string,
  to: { grade: Grade; untilKind: UntilKind; untilAt: Date | null; setsKeysAside: boolean; breachId: string | null },
): Promise<void> {
  await sql`update blocks set grade = ${to.grade}, until_kind = ${to.untilKind}, until_at = ${to.untilAt},
    sets_keys_aside = ${to.setsKeysAside}, breach_id = coalesce(breach_id, ${to.breachId}), bites_at = null,
    applied_at = null, proof = 'pending', proof_at = null, calls_after = null, calling_models = '{}'
    where id = ${id}`.execute(tx)
}

export async function extendBlock(tx: Tx, id: string, until: { kind: UntilKind; at: Date | null }): Promise<void> {
  await sql`update blocks set until_kind = ${until.kind}, until_at = ${until.at} where id = ${id}`.execute(tx)
}

/** Locked: a release that is being decided at this moment is waited for. */
export async function lockOpenBlockOf(
  tx: Tx,
  subject: { projectId: string } | { teamId: string },
): Promise<Block | null> {
  const condition =
    'projectId' in subject
      ? sql`b.project_id = ${subject.projectId}`
      : sql`b.team_id = ${subject.teamId} and b.project_id is null`
  const { rows } = await sql<Block>`
    ${columns} where ${condition} and b.state = 'open' for no key update of b`.execute(tx)
  return rows[0] ?? null
}

/** Open and releasing ones, the oldest first. */
export async function unfinishedBlocks(db: Db): Promise<Block[]> {
  const { rows } = await sql<Block>`${columns} where b.state <> 'released' order by b.created_at, b.id`.execute(db)
  return rows
}

export async function blocksAt(db: Db, ids: readonly string[]): Promise<Block[]> {
  const { rows } = await sql<Block>`${columns} where b.id = any(${ids}::uuid[]) order by b.created_at, b.id`.execute(db)
  return rows
}

/** Those that concern a project: its own, and its team's. */
export async function unfinishedBlocksOf(db: Db, projectId: string): Promise<Block[]> {
  const { rows } = await sql<Block>`${columns}
    where b.state <> 'released' and (b.project_id = ${projectId} or (b.project_id is null and (
      b.team_id = (select team_id from projects where id = ${projectId})
      or exists (select 1 from block_steps s where s.block_id = b.id and s.project_id = ${projectId}))))
    order by b.project_id is null, b.created_at desc`.execute(db)
  return rows
}

export type BlockFilter = {
  /** Null: all. */
  teamIds: readonly string[] | null
  teamId?: string | undefined
  projectId?: string | undefined
  state?: 'unfinished' | 'released' | undefined
  before: { at: Date; id: string } | null
  limit: number
}

export async function listBlocks(db: Db, filter: BlockFilter): Promise<Block[]> {
  const { before } = filter
  const { rows } = await sql<Block>`${columns}
    where (${filter.teamIds}::uuid[] is null or b.team_id = any(${filter.teamIds}::uuid[]))
      and (${filter.teamId ?? null}::uuid is null or b.team_id = ${filter.teamId ?? null})
      and (${filter.projectId ?? null}::uuid is null or b.project_id = ${filter.projectId ?? null}
        or exists (select 1 from block_steps s where s.block_id = b.id and s.project_id = ${filter.projectId ?? null}))
      and (${filter.state ?? null}::text is null or (b.state = 'released') = (${filter.state ?? null}::text = 'released'))
      and (${before?.at ?? null}::timestamptz is null or (b.created_at, b.id) < (${before?.at ?? null}, ${before?.id ?? null}::uuid))
    order by b.created_at desc, b.id desc limit ${filter.limit}`.execute(db)
  return rows
}

export async function expiredBlocks(db: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from blocks where state = 'open' and until_at <= ${at} order by until_at, id`.execute(db)
  return rows.map(({ id }) => id)
}

/** The project's own; a block of its former team stays that team's. */
export async function moveBlocks(tx: Tx, { projectId, teamId }: { projectId: string; teamId: string }): Promise<void> {
  await sql`update blocks set team_id = ${teamId} where project_id = ${projectId} and state <> 'released'`.execute(tx)
}

export async function setReleasing(
  tx: Tx,
  id: string,
  release: { reason: string; by: string | null; byName: string; at: Date },
): Promise<void> {
  await sql`update blocks set state = 'releasing', release_reason = ${release.reason}, released_by = ${release.by},
    released_by_name = ${release.byName}, release_decided_at = ${release.at} where id = ${id}`.execute(tx)
}

export async function setReleased(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update blocks set state = 'released', released_at = ${at}
    where id = ${id} and state = 'releasing' returning id`.execute(tx)
  return rows.length === 1
}

export async function setBiting(db: Db, id: string, at: Date): Promise<void> {
  await sql`update blocks set bites_at = ${at} where id = ${id} and state = 'open' and bites_at is null`.execute(db)
}

export async function setApplied(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update blocks set applied_at = ${at}
    where id = ${id} and state = 'open' and applied_at is null returning id`.execute(tx)
  return rows.length === 1
}

export type ProofFacts = {
  proof: Proof
  at: Date | null
  lastCallAt: Date | null
  callsAfter: number | null
  models: readonly string[]
  isNewViolation: boolean
}

export async function setProof(tx: Tx, id: string, facts: ProofFacts): Promise<void> {
  await sql`update blocks set proof = ${facts.proof}, proof_at = ${facts.at}, last_call_at = ${facts.lastCallAt},
    calls_after = ${facts.callsAfter}, calling_models = ${facts.models},
    violations = violations + ${facts.isNewViolation ? 1 : 0}
    where id = ${id}`.execute(tx)
}
