import type { Cause } from '../causes/index.ts'
import type { Notice } from '../channels/index.ts'
import { afterCommit } from '../platform/db/after-commit.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { AlertsDeps } from './deps.ts'
import type { Place } from './messages/links.ts'
import { type AlertKind, insertAlert } from './store/alerts.ts'

export type Words = Pick<Notice, 'severity' | 'headline' | 'subject' | 'facts' | 'paragraphs' | 'links'>

export type News = {
  /** Told once under this key, whatever runs how often and in how many processes. */
  key: string
  kind: AlertKind
  teamId: string | null
  projectId?: string | null
  breachId?: string | null
  percent?: number | null
  detectedAt: Date
  cause?: Cause | null
  words: Words
}

type Deps = Pick<AlertsDeps, 'db' | 'queue' | 'deliverSoon' | 'sharedNow' | 'onTold'>

/**
 * False when it was told before. Part of the caller's transaction, so that nothing is told that did not happen; it leaves
 * as soon as that is committed.
 */
export async function tell(tx: Tx, { db, queue, deliverSoon, sharedNow, onTold }: Deps, news: News): Promise<boolean> {
  const { key, kind, teamId, projectId = null, breachId = null, percent = null, detectedAt, cause = null, words } = news
  const queuedAt = await sharedNow(tx)
  const row = { key, kind, teamId, projectId, breachId, percent, detectedAt, queuedAt, headline: words.headline, cause }
  if (!(await insertAlert(tx, row))) return false
  await queue(tx, { key, kind, teamId, projectId, breachId, blockId: null, detectedAt, ...words })
  onTold?.({ kind, detectedAt, queuedAt })
  await afterCommit(tx, db, deliverSoon)
  return true
}

export async function placeOf(
  { publicUrl, timeZone }: Pick<AlertsDeps, 'publicUrl' | 'timeZone'>,
  on: Db,
): Promise<Place> {
  return { publicUrl, timeZone: await timeZone(on) }
}
