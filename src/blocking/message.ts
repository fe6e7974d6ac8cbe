import { randomUUID } from 'node:crypto'
import { recordAction } from '../actions/record.ts'
import type { Actor } from '../people/actor.ts'
import { createDeedLimits } from '../people/index.ts'
import { invalid } from '../platform/errors.ts'
import { type Block, nameOf } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { settingOf, teamMessageNotice } from './notices.ts'

/** Each reaches everybody of the team, and the workspace's admins. */
const MESSAGES = { name: 'team-message', attempts: 10 }

/** What whoever blocked usually wants to say; edited before it is sent. */
export function messageTo(block: Pick<Block, 'projectName' | 'teamName' | 'reason' | 'grade'>): string {
  const reason = block.reason.replace(/[.\s]+$/, '')
  const suspicion = reason === '' ? '' : ` 사유: ${reason}.`
  const deed = block.grade === 'stop' ? '긴급 차단했습니다' : '감속했습니다(요청 한도 10%)'
  return `${nameOf(block)}의 API 사용을 ${deed}.${suspicion} 확인 후 연락 주세요.`
}

export function createTeamMessages(deps: BlockingDeps, visible: (actor: Actor, id: string) => Promise<Block>) {
  const { db } = deps.database
  const limitDeed = createDeedLimits({ db, clock: deps.clock })
  return {
    /** To the team's channels and leads, with the name of whoever wrote it. */
    async sendMessage(actor: Actor, id: string, text: string): Promise<Block> {
      const block = await visible(actor, id)
      if (text === '') throw invalid('block-reason-needed')
      await limitDeed(actor, MESSAGES)
      const at = await deps.sharedNow()
      const setting = await settingOf(deps)
      const message = { id: randomUUID(), text, byName: actor.name, at }
      await db.transaction().execute(async (tx) => {
        await deps.tell(tx, teamMessageNotice(setting, block, message))
        await recordAction(tx, {
          at,
          actor,
          kind: 'team-message.sent',
          subject: nameOf(block),
          teamId: block.teamId,
          projectId: block.projectId,
          after: { blockId: id, text },
        })
      })
      deps.deliverSoon()
      return block
    },
  }
}
