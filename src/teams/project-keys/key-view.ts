import type { ProjectKey } from './api.ts'
import type { ProjectKeyRow } from './store/project-keys.ts'

type Names = ReadonlyMap<string, { name: string }>

/** A key as people may see it: never more of its text than the last four characters. */
export function keyView(row: ProjectKeyRow, now: Date, names: Names): ProjectKey {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    last4: row.lastFour,
    state: stateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    createdByName: (row.createdBy && names.get(row.createdBy)?.name) || null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}

/** Those that work first, the newest of them on top. */
export function viewsOf(rows: readonly ProjectKeyRow[], now: Date, names: Names): ProjectKey[] {
  const views = rows.map((row) => keyView(row, now, names))
  return views.toSorted((one, other) => Number(one.state !== 'active') - Number(other.state !== 'active'))
}

function stateOf(row: ProjectKeyRow, now: Date): ProjectKey['state'] {
  if (row.revokedAt) return 'revoked'
  return row.expiresAt && row.expiresAt <= now ? 'expired' : 'active'
}
