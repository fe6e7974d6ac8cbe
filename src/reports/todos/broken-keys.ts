import { brokenKeys } from './store/connections.ts'
import { type TodoSupplier, todo } from './todo.ts'

export const brokenKeyTodos: TodoSupplier = async ({ db, sentence }, teamIds) =>
  (await brokenKeys(db, teamIds)).map((key) =>
    todo({
      kind: 'key-broken',
      severity: 'danger',
      sentence: `${key.teamName} Admin API 키(…${key.last4})로 비용을 읽지 못하고 있습니다. ${sentence(key.code)}`,
      teamId: key.teamId,
      since: key.since.toISOString(),
    }),
  )
