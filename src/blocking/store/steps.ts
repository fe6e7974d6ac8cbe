import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Grade, Step, StepKind, StepNote, StepState } from '../block.ts'

const columns = sql`select s.block_id as "blockId", s.kind, s.target, s.project_id as "projectId",
  p.name as "projectName", s.direction, s.state, s.done, s.total, s.problem_code as "problemCode",
  s.problem_detail as "problemDetail", s.notes, s.started_at as "startedAt", s.finished_at as "finishedAt"
  from block_steps s left join projects p on p.id = s.project_id`

export async function stepsOf(db: Db, blockIds: readonly string[]): Promise<Step[]> {
  const { rows } = await sql<Step>`${columns} where s.block_id = any(${blockIds}::uuid[])
    order by s.kind <> 'gateway', s.kind = 'admin-key', p.name, s.target, s.kind = 'rate-limits'`.execute(db)
  return rows
}

export type Scope = { externalId: string; projectId: string }

/** What the projects of a block are called at OpenAI now. */
export async function boundScopes(db: Db, subject: { projectId: string | null; teamId: string }): Promise<Scope[]> {
  const { rows } = await sql<Scope>`
    select b.external_id as "externalId", b.project_id as "projectId" from bindings b join projects p on p.id = b.project_id
    where b.to_at is null and case when ${subject.projectId}::uuid is null then p.team_id = ${subject.teamId}
      else p.id = ${subject.projectId} end
    order by b.external_id`.execute(db)
  return rows
}

export type NamedScope = Scope & { projectName: string; organizationId: string }

/** The same with the names that people know, and the organization whose keys reach it. */
export async function namedScopes(
  db: Db,
  subject: { projectId: string | null; teamId: string },
): Promise<NamedScope[]> {
  const { rows } = await sql<NamedScope>`
    select b.external_id as "externalId", b.project_id as "projectId", p.name as "projectName",
      b.organization_id as "organizationId"
    from bindings b join projects p on p.id = b.project_id
    where b.to_at is null and case when ${subject.projectId}::uuid is null then p.team_id = ${subject.teamId}
      else p.id = ${subject.projectId} end
    order by p.name, b.external_id`.execute(db)
  return rows
}

/** Adds what is not covered yet, with a fresh decision for each added target. Answers with what was added. */
export async function coverScopes(
  tx: Tx,
  block: { id: string; grade: Grade },
  scopes: readonly Scope[],
): Promise<string[]> {
  const kinds: StepKind[] = block.grade === 'stop' ? ['spend-limit', 'rate-limits'] : ['rate-limits']
  const added = new Set<string>()
  for (const { externalId, projectId } of scopes) {
    for (const kind of kinds) {
      const { rows } = await sql`insert into block_steps (block_id, kind, target, project_id)
        values (${block.id}, ${kind}, ${externalId}, ${projectId}) on conflict do nothing returning 1`.execute(tx)
      if (rows.length > 0) added.add(externalId)
    }
  }
  await raiseVersions(tx, [...added])
  return [...added]
}

/** A decision concerns these targets: whoever works on one, now or next, has to look again. */
export async function raiseVersions(tx: Tx, externalIds: readonly string[]): Promise<void> {
  for (const externalId of [...externalIds].sort()) {
    await sql`insert into limit_targets (external_id) values (${externalId})
      on conflict (external_id) do update set version = limit_targets.version + 1, attempts = 0,
        next_attempt_at = null`.execute(tx)
  }
}

export async function addKeyStep(tx: Tx, blockId: string, keyId: string): Promise<void> {
  await sql`insert into block_steps (block_id, kind, target, total) values (${blockId}, 'admin-key', ${keyId}, 1)
    on conflict do nothing`.execute(tx)
}

/** All over again in the other direction, or in the same one but harder. Answers with the targets concerned. */
export async function restartSteps(tx: Tx, blockId: string, direction: Step['direction']): Promise<string[]> {
  const { rows } = await sql<{ target: string; kind: StepKind }>`
    update block_steps set direction = ${direction}, state = 'waiting', done = 0, problem_code = null, problem_detail = null,
      notes = '[]', started_at = null, finished_at = null
    where block_id = ${blockId} and kind <> 'admin-key' returning target, kind`.execute(tx)
  return [...new Set(rows.filter(({ kind }) => kind !== 'gateway').map(({ target }) => target))]
}

/** A key that was not touched yet has nothing to be taken back. */
export async function restartKeySteps(tx: Tx, blockId: string): Promise<void> {
  await sql`update block_steps set direction = 'restore', started_at = null, finished_at = null, problem_code = null,
      state = case when state in ('running', 'done') then 'waiting' else 'done' end
    where block_id = ${blockId} and kind = 'admin-key' and direction = 'apply'`.execute(tx)
}

export type StepChange = {
  state: StepState
  done: number
  total: number
  problemCode?: string | null
  problemDetail?: string | null
  notes?: readonly StepNote[]
}

/** One layer at one target, of all blocks in one direction that meet there. */
export type StepsAt = {
  blockIds: readonly string[]
  kind: StepKind
  target: string
  direction: Step['direction']
}

const theSteps = ({ blockIds, kind, target, direction }: StepsAt) =>
  sql`block_id = any(${blockIds}::uuid[]) and kind = ${kind} and target = ${target} and direction = ${direction}`

/** What is done already only is looked at again, which is nothing to watch. */
export async function beginSteps(db: Db, steps: StepsAt, at: Date): Promise<void> {
  await sql`update block_steps set state = 'running', started_at = coalesce(started_at, ${at})
    where ${theSteps(steps)} and state in ('waiting', 'failed')`.execute(db)
}

/** Done once is not undone by a look that failed; true where that is so. What is known of the limits stays shown. */
export async function keepDone(db: Db, steps: StepsAt, problemCode: string): Promise<boolean> {
  const { rows } = await sql`update block_steps set problem_code = ${problemCode}
    where ${theSteps(steps)} and state = 'done' returning 1`.execute(db)
  return rows.length > 0
}

/** `at` marks a beginning or an end that was not marked yet: how long it took stays what it was at first. */
export async function changeSteps(db: Db, steps: StepsAt, change: StepChange, at: Date): Promise<void> {
  const isOver = change.state === 'done' || change.state === 'refused'
  await sql`update block_steps set state = ${change.state}, done = ${change.done}, total = ${change.total},
      problem_code = ${change.problemCode ?? null}, problem_detail = ${change.problemDetail ?? null},
      notes = ${JSON.stringify(change.notes ?? [])}, started_at = coalesce(started_at, ${at}),
      finished_at = case when state = 'refused' and ${change.state} <> 'refused' then ${isOver ? at : null}::timestamptz
        when ${isOver} then coalesce(finished_at, ${at}) else finished_at end
    where ${theSteps(steps)}`.execute(db)
}
