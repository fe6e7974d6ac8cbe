import { type Actor, requireTeam, visibleTeams } from '../../people/actor.ts'
import { notFound } from '../../platform/errors.ts'
import { cursorOf, positionOf } from '../../platform/http/cursor.ts'
import { hideSecrets } from '../../platform/log.ts'
import type { Delivery, OpenedDelivery } from '../api.ts'
import type { Inner } from '../deps.ts'
import { marksOf } from '../mail/notice-letter.ts'
import { wordsOf } from '../mail/post.ts'
import { type DeliveryFilter, type DeliveryRow, findDelivery, listDeliveries } from '../store/outbox.ts'
import { circumstancesOf } from './late.ts'

export type OutboxQuery = Omit<DeliveryFilter, 'teamIds'> & {
  teamId?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Admins see everything that left; others what was told to their teams, which holds no one-time link. */
export async function listOutbox({ db }: Inner, actor: Actor, query: OutboxQuery) {
  const { teamId, cursor, limit, ...filter } = query
  if (teamId) requireTeam(actor, teamId)
  const teamIds = teamId ? [teamId] : visibleTeams(actor)
  const after = cursor === undefined ? null : positionOf(cursor)
  const rows = await listDeliveries(db, { ...filter, teamIds }, { after, limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(shown),
    nextCursor: last ? cursorOf({ at: last.createdAt, id: last.id }) : null,
  }
}

export async function openDelivery(inner: Inner, actor: Actor, id: string): Promise<OpenedDelivery> {
  const row = await findDelivery(inner.db, visibleTeams(actor), id)
  if (!row) throw notFound('not-found')
  const leftAt = row.sentAt ?? row.createdAt
  const { text } = await wordsOf(row, leftAt, inner.timeZone)
  return {
    ...shown(row),
    // A one-time link is shown only where somebody has to carry it by hand.
    text: row.state === 'stored' ? text : hideSecrets(text),
    notice: row.notice && {
      ...row.notice,
      facts: [...row.notice.facts],
      paragraphs: [...row.notice.paragraphs],
      links: row.notice.links.map((link) => ({ ...link, danger: link.danger ?? false })),
      marks: marksOf(await circumstancesOf(row, leftAt, inner.timeZone)),
    },
  }
}

function shown(row: DeliveryRow): Delivery {
  const { createdAt, detectedAt, sentAt, nextAttemptAt } = row
  return {
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    to: row.targetName ?? row.target,
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    problem: row.problem,
    late: row.late,
    possiblyTwice: row.possiblyTwice,
    teamId: row.teamId,
    projectId: row.projectId,
    breachId: row.breachId,
    blockId: row.blockId,
    createdAt: createdAt.toISOString(),
    detectedAt: detectedAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    delaySeconds: sentAt === null ? null : Math.max(0, (sentAt.getTime() - detectedAt.getTime()) / 1_000),
  }
}
