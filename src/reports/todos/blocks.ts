import { MINUTE } from '../../platform/clock.ts'
import { costDayOf } from '../../platform/cost-day.ts'
import { changedLimits, releaseRequests, type UnsafeBlock, unsafeBlocks } from './store/blocks.ts'
import { type TodoSupplier, todo } from './todo.ts'

const PROOF_WITHIN_MINUTES = 15

export const releaseTodos: TodoSupplier = async ({ db }, teamIds) =>
  (await releaseRequests(db, teamIds)).map((request) =>
    todo({
      kind: 'approval',
      severity: 'warn',
      sentence: `해제 요청 · ${nameOf(request)} “${request.reason}” (${request.askedBy})`,
      teamId: request.teamId,
      projectId: request.projectId,
      subjectId: request.blockId,
      since: request.askedAt.toISOString(),
    }),
  )

export const unsafeBlockTodos: TodoSupplier = async ({ db, now }, teamIds) => {
  const provenBefore = new Date(now.getTime() - PROOF_WITHIN_MINUTES * MINUTE)
  return (await unsafeBlocks(db, teamIds, provenBefore)).map((block) =>
    todo({
      kind: 'block-not-proven',
      severity: block.problem === 'unproven' ? 'warn' : 'danger',
      sentence: PROBLEMS[block.problem](block),
      teamId: block.teamId,
      projectId: block.projectId,
      subjectId: block.blockId,
      since: block.since.toISOString(),
    }),
  )
}

const PROBLEMS: Record<UnsafeBlock['problem'], (block: UnsafeBlock) => string> = {
  violated: (block) =>
    `${nameOf(block)} 차단 후에도 호출이 ${block.callsAfter.toLocaleString('ko-KR')}건 발생했습니다.`,
  refused: (block) => `${nameOf(block)} 차단의 일부 단계를 OpenAI가 거부했습니다. 직접 해야 할 일을 확인해 주세요.`,
  unproven: (block) => `${nameOf(block)} 차단이 아직 확인되지 않았습니다. 차단 뒤의 사용량을 읽지 못했습니다.`,
}

export const changedLimitTodos: TodoSupplier = async ({ db, now }, teamIds) =>
  (await changedLimits(db, teamIds, costDayOf(now))).map((changed) =>
    todo({
      kind: 'drift',
      severity: 'info',
      sentence: `${changed.teamName}의 OpenAI 한도 ${changed.changes}건을 누군가 바꾸었습니다. 의도한 변경인지 확인해 주세요.`,
      teamId: changed.teamId,
      projectId: changed.projectId,
      since: changed.since.toISOString(),
    }),
  )

function nameOf({ teamName, projectName }: { teamName: string; projectName: string | null }): string {
  return projectName === null ? `${teamName} 전체` : `${teamName} · ${projectName}`
}
