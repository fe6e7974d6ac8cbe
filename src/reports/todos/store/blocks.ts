import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'

type Whose = { teamId: string; teamName: string; projectId: string | null; projectName: string | null }

const OF_A_BLOCK = sql`block.team_id as "teamId", team.name as "teamName", block.project_id as "projectId",
  project.name as "projectName"`
const blocksOf = (teamIds: readonly string[] | null) => sql`
  (select * from blocks where ${teamIds}::uuid[] is null or team_id = any(${teamIds}::uuid[])) block
    join teams team on team.id = block.team_id left join projects project on project.id = block.project_id`

export type ReleaseRequest = Whose & { blockId: string; askedBy: string; reason: string; askedAt: Date }

export async function releaseRequests(db: Db, teamIds: readonly string[] | null): Promise<ReleaseRequest[]> {
  const { rows } = await sql<ReleaseRequest>`
    select ${OF_A_BLOCK}, block.id as "blockId", request.asked_by_name as "askedBy", request.reason,
      request.asked_at as "askedAt"
    from release_requests request join ${blocksOf(teamIds)} on block.id = request.block_id
    where request.decision is null order by request.asked_at`.execute(db)
  return rows
}

export type UnsafeBlock = Whose & {
  blockId: string
  problem: 'violated' | 'refused' | 'unproven'
  callsAfter: number
  since: Date
}

/** Blocks that stand but do not hold: calls go on, the provider refuses a step, or nothing proves them for a while. */
export async function unsafeBlocks(
  db: Db,
  teamIds: readonly string[] | null,
  provenBefore: Date,
): Promise<UnsafeBlock[]> {
  const { rows } = await sql<UnsafeBlock>`
    select ${OF_A_BLOCK}, block.id as "blockId", told.problem, coalesce(block.calls_after, 0) as "callsAfter",
      coalesce(block.proof_at, block.bites_at, block.created_at) as since
    from ${blocksOf(teamIds)}
    cross join lateral (select case
      when block.proof = 'violated' then 'violated'
      when exists (select from block_steps step where step.block_id = block.id and step.state in ('refused', 'failed'))
        then 'refused'
      when block.grade = 'stop' and block.proof = 'pending' and block.created_at < ${provenBefore} then 'unproven' end
      as problem) told
    where block.state = 'open' and told.problem is not null order by block.created_at`.execute(db)
  return rows
}

export type ChangedLimits = { teamId: string; teamName: string; changes: number; projectId: string | null; since: Date }

/** What somebody changed at the provider and nobody has looked at, by the team that holds the Project ID. */
export async function changedLimits(
  db: Db,
  teamIds: readonly string[] | null,
  today: CostDay,
): Promise<ChangedLimits[]> {
  const { rows } = await sql<ChangedLimits>`
    select team.id as "teamId", team.name as "teamName", count(*) as changes,
      case when count(distinct project.id) = 1 then min(project.id::text) end as "projectId", min(change.seen_at) as since
    from limit_changes change
    join attribution held on held.external_id = change.external_id and ${today}::date >= held.from_day
      and (held.to_day is null or ${today}::date < held.to_day)
    join projects project on project.id = held.project_id join teams team on team.id = project.team_id
    where change.acknowledged_at is null and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))
    group by team.id order by min(change.seen_at)`.execute(db)
  return rows
}
