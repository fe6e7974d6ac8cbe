import { recordAction } from '../actions/record.ts'
import type { Actor } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Binding } from './api.ts'
import type { TeamsDeps } from './deps.ts'
import { type BindingRow, endBinding, insertBinding, lockExternalIds } from './store/bindings.ts'

type Deps = Pick<TeamsDeps, 'clock' | 'onAttributionChanged'>

export type Wanted = {
  project: { id: string; teamId: string; name: string }
  externalId: string
  organizationId: string
}

/**
 * Binds ids that are locked and known to be free; the ledger sums again once for all of them. Answers with those whose
 * earlier days came along, since nobody had held them before.
 */
export async function startBindings(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  wanted: readonly Wanted[],
): Promise<ReadonlySet<string>> {
  const at = deps.clock.now()
  const fromBeginning = new Set<string>()
  for (const { project, externalId, organizationId } of wanted) {
    const binding = { projectId: project.id, organizationId, externalId, at, personId: actor.personId }
    if ((await insertBinding(tx, binding)).from_beginning) fromBeginning.add(externalId)
    await recordAction(tx, {
      at,
      kind: 'binding.started',
      actor,
      subject: externalId,
      teamId: project.teamId,
      projectId: project.id,
      after: { externalId, projectName: project.name },
    })
  }
  for (const [organizationId, items] of Map.groupBy(wanted, (item) => item.organizationId)) {
    await deps.onAttributionChanged(tx, {
      organizationId,
      externalIds: items.map((item) => item.externalId),
      projectIds: [...new Set(items.map((item) => item.project.id))],
    })
  }
  return fromBeginning
}

/** Ends them now; what they covered so far stays theirs. */
export async function endBindings(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  teamId: string,
  held: readonly BindingRow[],
): Promise<void> {
  const at = deps.clock.now()
  await lockExternalIds(
    tx,
    held.map((row) => row.external_id),
  )
  for (const row of held) {
    await endBinding(tx, row.id, at, actor.personId)
    await recordAction(tx, {
      at,
      kind: 'binding.ended',
      actor,
      subject: row.external_id,
      teamId,
      projectId: row.project_id,
      before: { externalId: row.external_id, from: row.from_at.toISOString() },
    })
  }
  for (const [organizationId, rows] of Map.groupBy(held, (row) => row.organization_id)) {
    await deps.onAttributionChanged(tx, {
      organizationId,
      externalIds: rows.map((row) => row.external_id),
      projectIds: [...new Set(rows.map((row) => row.project_id))],
    })
  }
}

export function bindingView(row: BindingRow): Binding {
  return {
    id: row.id,
    projectId: row.project_id,
    externalId: row.external_id,
    externalName: row.external_name,
    externalArchived: row.external_archived,
    from: row.from_at.toISOString(),
    fromBeginning: row.from_beginning,
    to: row.to_at?.toISOString() ?? null,
  }
}
