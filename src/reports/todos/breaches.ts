import { asUsd } from '../figures.ts'
import { darkTeams, type OpenBreach, openBreaches } from './store/breaches.ts'
import { type TodoSupplier, todo } from './todo.ts'

const PERIODS = { day: '일일', week: '주간' } as const

export const breachTodos: TodoSupplier = async ({ db }, teamIds) =>
  (await openBreaches(db, teamIds)).map((breach) => {
    const isOver = breach.highest >= 100
    return todo({
      kind: isOver ? 'breach' : 'near-limit',
      severity: isOver && !breach.heldBack ? 'danger' : 'warn',
      sentence: sentenceOf(breach, isOver),
      teamId: breach.teamId,
      projectId: breach.projectId,
      subjectId: breach.id,
      use: { spend: asUsd(breach.spend), limit: asUsd(breach.limit), ratio: breach.ratio },
      heldBack: breach.heldBack,
      since: breach.openedAt.toISOString(),
    })
  })

function sentenceOf({ teamName, projectName, period, acknowledgedBy, heldBack }: OpenBreach, isOver: boolean): string {
  const what = `${teamName} · ${projectName} ${PERIODS[period]} 한도 ${isOver ? '초과' : '주의'}`
  const done = [
    heldBack === 'blocked' ? '차단됨' : heldBack === 'slowed' ? '감속 중' : null,
    acknowledgedBy === null ? null : `${acknowledgedBy} 확인`.trim(),
  ].filter((word) => word !== null)
  return done.length > 0 ? `${what} (${done.join(', ')})` : what
}

/** A threshold that cannot be judged protects nobody. */
export const darkTeamTodos: TodoSupplier = async ({ db }, teamIds) =>
  (await darkTeams(db, teamIds)).map((dark) =>
    todo({
      kind: 'no-data',
      severity: 'danger',
      sentence: `${dark.teamName} 프로젝트 ${dark.projects}개의 사용량을 읽지 못해 임계값을 판단할 수 없습니다. Admin API 키와 수집 상태를 확인해 주세요.`,
      teamId: dark.teamId,
      projectId: dark.projectId,
      since: dark.since.toISOString(),
    }),
  )
