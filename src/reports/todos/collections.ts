import { doubtedDays, type StuckCollection, stuckCollections } from './store/connections.ts'
import { type TodoSupplier, todo } from './todo.ts'

export const stuckCollectionTodos: TodoSupplier = async ({ db, sentence }, teamIds) =>
  (await stuckCollections(db, teamIds)).map((collection) =>
    todo({
      kind: 'collection-failed',
      severity: 'warn',
      sentence: stuckSentence(collection, sentence(collection.code)),
      teamId: collection.teamId,
      since: collection.at.toISOString(),
    }),
  )

/** A bill belongs to no team, so only admins are told. */
export const doubtedDayTodos: TodoSupplier = async ({ db }, teamIds) => {
  const doubted = teamIds === null ? await doubtedDays(db) : []
  return doubted.map((doubt) =>
    todo({
      kind: 'empty-reading',
      severity: 'warn',
      sentence: `${doubt.day}의 청구서가 비어 있는 채로 왔습니다. 이미 아는 금액은 그대로 두었으며, 다음 수집에서 다시 확인합니다.`,
      since: doubt.since.toISOString(),
    }),
  )
}

function stuckSentence(collection: StuckCollection, reason: string): string {
  return collection.retryAt
    ? `${collection.teamName}의 비용 수집이 늦어지고 있습니다. ${reason} 읽은 날까지는 저장되어 있으며, 자동으로 이어서 시도합니다.`
    : `${collection.teamName}의 비용 수집이 끝나지 않았습니다. ${reason} 팀 설정에서 다시 수집해 주세요.`
}
