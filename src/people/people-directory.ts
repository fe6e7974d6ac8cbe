import type { Db, Tx } from '../platform/db/database.ts'
import { withdrawInvitationsInto } from './store/invitations.ts'
import { listPeople } from './store/people.ts'

export type Addressee = { id: string; name: string; email: string }

/** Who people are, for features below that name them or write to them. */
export function createPeopleDirectory({ db }: { db: Db }) {
  return {
    async find(ids: readonly string[]): Promise<ReadonlyMap<string, { name: string; email: string }>> {
      const rows = await listPeople(db, ids)
      return new Map(rows.map(({ id, name, email }) => [id, { name, email }]))
    },

    /** A lead's invitations into a team end with the right to give them; an admin keeps it. */
    leadLost: (tx: Tx, lost: { personId: string; teamId: string; at: Date }): Promise<void> =>
      withdrawInvitationsInto(tx, lost),

    /** The workspace's admins and those of the given people, without whoever is disabled. */
    async adminsAnd(tx: Tx, ids: readonly string[]): Promise<Addressee[]> {
      const rows = await listPeople(tx, null)
      return rows.filter((row) => row.disabledAt === null && (row.role === 'admin' || ids.includes(row.id)))
    },
  }
}
