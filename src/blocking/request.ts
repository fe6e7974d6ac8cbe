import { type Actor, canLeadTeam, isAdmin, jobActor } from '../people/actor.ts'
import { addDays, costDayOf, startOfDay } from '../platform/cost-day.ts'
import { afterCommit } from '../platform/db/after-commit.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, forbidden, invalid } from '../platform/errors.ts'
import { shareOf } from '../platform/money.ts'
import type { Crossing, NoData } from '../thresholds/index.ts'
import { beginBlock } from './begin.ts'
import type { Block, Grade, UntilKind } from './block.ts'
import type { BlockingDeps } from './deps.ts'

export type BlockInput = {
  grade: Grade
  reason: string
  until: { kind: UntilKind; at?: Date | undefined }
}

export function createRequests(deps: BlockingDeps, carryOutSoon: () => void) {
  const { db } = deps.database

  return {
    /** Stopping is safe, so everybody who may see a project may stop it. */
    async blockProject(actor: Actor, projectId: string, input: BlockInput): Promise<Block> {
      const project = await deps.projects.get(actor, projectId)
      if (project.archivedAt) throw conflict('block-project-archived')
      const subject = { teamId: project.teamId, projectId, name: project.name }
      return begin(actor, subject, input, [])
    },

    /** All of a team's projects; its Admin keys as well where a lead or an admin says so. */
    async blockTeam(actor: Actor, teamId: string, input: BlockInput & { deactivateKey: boolean }): Promise<Block> {
      const team = await deps.teams.get(actor, teamId)
      if (input.deactivateKey && !canLeadTeam(actor, teamId)) throw forbidden('block-key-for-leads')
      const keys = input.deactivateKey ? await deps.keys.keysOfTeam(teamId) : []
      const active = keys.filter(({ state }) => state !== 'inactive')
      return begin(actor, { teamId, projectId: null, name: team.name }, input, active)
    },

    /** In the transaction that books the reading: a threshold whose level says so stops its project. Sends nothing. */
    async intend(tx: Tx, crossings: readonly Crossing[]): Promise<void> {
      const at = await deps.sharedNow(tx)
      for (const crossing of crossings) {
        if (crossing.isPast || crossing.effect === 'notify') continue
        const { teamId, projectId, projectName, effect, period, periodStart, limit, spend, highest } = crossing
        await beginBlock(
          tx,
          {
            subject: { teamId, projectId, name: projectName },
            grade: effect === 'slow' ? 'slow' : 'stop',
            until: { kind: 'approval', at: null },
            reason: `${period === 'day' ? '일일' : '주간'} 한도 $${limit}의 ${percentOf(spend, limit, highest)}%를 써서 자동으로 ${effect === 'slow' ? '감속했습니다' : '차단했습니다'}.`,
            origin: 'threshold',
            actor: jobActor,
            keys: [],
            crossing: { period, periodStart, limit, spend, percent: highest },
            breachId: crossing.breachId,
          },
          at,
        )
        await afterCommit(tx, db, carryOutSoon)
      }
    },

    /** In the transaction that finds it out: nothing can be read of a project whose threshold wants it stopped then. */
    async intendWithoutData(tx: Tx, episodes: readonly NoData[]): Promise<void> {
      const stops = episodes.filter(({ phase }) => phase === 'stop')
      if (stops.length === 0) return
      const at = await deps.sharedNow(tx)
      for (const { teamId, projectId, projectName } of stops) {
        const subject = { teamId, projectId, name: projectName }
        const plain = { keys: [], crossing: null, breachId: null, origin: 'threshold', actor: jobActor } as const
        const until = { kind: 'approval', at: null } as const
        const reason = '지출을 읽지 못하는 동안 멈추도록 설정되어 있어 자동으로 차단했습니다.'
        await beginBlock(tx, { ...plain, subject, grade: 'stop', until, reason }, at)
      }
      await afterCommit(tx, db, carryOutSoon)
    },
  }

  async function begin(
    actor: Actor,
    subject: { teamId: string; projectId: string | null; name: string },
    input: BlockInput,
    keys: readonly { id: string; last4: string }[],
  ): Promise<Block> {
    if (input.reason === '') throw invalid('block-reason-needed')
    if (input.grade === 'slow' && !isAdmin(actor)) throw forbidden('block-slow-for-admins')
    const at = await deps.sharedNow()
    const until = { kind: input.until.kind, at: untilOf(input, at) }
    const plain = { origin: 'person', crossing: null, breachId: null } as const
    const wanted = { ...plain, subject, grade: input.grade, until, reason: input.reason, actor, keys }
    const block = await db.transaction().execute((tx) => beginBlock(tx, wanted, at))
    carryOutSoon()
    return block
  }
}

function untilOf({ until }: BlockInput, now: Date): Date | null {
  switch (until.kind) {
    case 'approval':
      return null
    case 'next-cost-day':
      return startOfDay(addDays(costDayOf(now), 1))
    case 'instant':
      if (!until.at) throw invalid('block-until-needed')
      if (until.at.getTime() <= now.getTime()) throw invalid('block-until-past')
      return until.at
  }
}

function percentOf(spend: string, limit: string, highest: number): number {
  const share = shareOf(spend, limit)
  return share === null ? highest : Math.floor(share * 100)
}
