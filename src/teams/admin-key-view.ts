import { type Actor, isAdmin } from '../people/actor.ts'
import { sentenceFor } from '../platform/http/words.ts'
import type { AdminKey } from './api.ts'
import type { AdminKeyRow } from './store/admin-keys.ts'
import { teamsErrors } from './words.ko.ts'

/** A key as people may see it: never more of its text than the last four characters. */
export function adminKeyView(actor: Actor, row: AdminKeyRow): AdminKey {
  return {
    id: row.id,
    teamId: row.team_id,
    organizationId: row.organization_id,
    last4: row.last4,
    baseUrl: row.base_url,
    state: row.state,
    writeAccess: row.write_access,
    problem:
      row.problem_code && row.problem_since
        ? {
            code: row.problem_code,
            detail: problemSentence(row.problem_code),
            since: row.problem_since.toISOString(),
          }
        : null,
    createdAt: row.created_at.toISOString(),
    checkedAt: row.checked_at?.toISOString() ?? null,
    collectedAt: row.collected_at?.toISOString() ?? null,
    sharedWith: isAdmin(actor) ? row.shared_with : [],
  }
}

export function problemSentence(code: string): string {
  return sentenceFor(teamsErrors, code, { seconds: 60 })
}
