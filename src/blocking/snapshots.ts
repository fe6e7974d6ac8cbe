import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam, isAdmin, visibleTeams } from '../people/actor.ts'
import { DAY, HOUR } from '../platform/clock.ts'
import { notFound } from '../platform/errors.ts'
import { type LimitsAccess, OpenAiError } from '../providers/openai/index.ts'
import type { LimitChange } from './api.ts'
import type { BlockingDeps } from './deps.ts'
import { driftBetween, withoutOurs } from './drift.ts'
import { readingAccess } from './reading-access.ts'
import { openHolds } from './store/holds.ts'
import {
  acknowledgeChange,
  type ChangeRow,
  type DueSnapshot,
  dueSnapshots,
  findChange,
  insertChanges,
  insertSnapshot,
  latestSnapshots,
  listChanges,
  type Snapshot,
  touchSnapshot,
} from './store/snapshots.ts'

/** The admin API takes few requests a minute; three per project, a few projects a round, spread over the day. */
const PER_ROUND = 4
/** What could not be looked at does not keep the others waiting. */
const REST = HOUR
const SHOWN_CHANGES = 100

export function createSnapshots(deps: BlockingDeps) {
  const { db } = deps.database
  const restingUntil = new Map<string, number>()

  async function look(access: LimitsAccess): Promise<Snapshot> {
    const spendLimitCents = await deps.limits.readSpendLimit(access)
    const rateLimits = await deps.limits.readRateLimits(access)
    const keys = await deps.limits.readApiKeys(access).catch((error: unknown) => {
      if (error instanceof OpenAiError) return null
      throw error
    })
    const apiKeys = keys?.map(({ id, name, redacted }) => ({ id, name, redacted })) ?? null
    return { spendLimitCents, rateLimits, apiKeys }
  }

  async function take({ externalId, organizationId }: DueSnapshot): Promise<boolean> {
    const access = await readingAccess(deps, organizationId, externalId)
    if (!access) return false
    // Read around the look: a value of ours that came or went meanwhile is ours in either.
    const holdsBefore = await openHolds(db, externalId)
    const seen = await look(access)
    const holds = [...holdsBefore, ...(await openHolds(db, externalId))]
    const snapshot = withoutOurs(seen, holds)
    const last = (await latestSnapshots(db, [externalId])).get(externalId)
    const at = await deps.sharedNow()
    const changes = last ? driftBetween(last, snapshot) : []
    await db.transaction().execute(async (tx) => {
      const isSame = last && changes.length === 0 && last.rateLimits.length === snapshot.rateLimits.length
      if (isSame) await touchSnapshot(tx, last.id, at)
      else await insertSnapshot(tx, externalId, snapshot, at)
      const found = { externalId, notBefore: last?.lastSeenAt ?? at, seenAt: at }
      await insertChanges(
        tx,
        changes.map((change) => ({ ...change, ...found })),
      )
    })
    return true
  }

  return {
    /** Once a day per project at the provider: what a release would need, and what somebody changed since. */
    async takeSnapshots(signal?: AbortSignal): Promise<number> {
      const at = await deps.sharedNow()
      let taken = 0
      for (const [externalId, until] of restingUntil) if (until <= at.getTime()) restingUntil.delete(externalId)
      const asked = { before: new Date(at.getTime() - DAY), except: [...restingUntil.keys()], limit: PER_ROUND }
      for (const due of await dueSnapshots(db, asked)) {
        signal?.throwIfAborted()
        try {
          if (await take(due)) taken += 1
        } catch (error) {
          if (!(error instanceof OpenAiError)) throw error
          restingUntil.set(due.externalId, at.getTime() + REST)
          deps.log.warn({ err: error, externalId: due.externalId }, 'limits not looked at')
        }
      }
      return taken
    },

    async listDrift(actor: Actor, projectId: string | undefined): Promise<LimitChange[]> {
      if (projectId) await deps.projects.get(actor, projectId)
      const rows = await listChanges(db, { teamIds: visibleTeams(actor), projectId, limit: SHOWN_CHANGES })
      return rows.map(changeView)
    },

    /** Somebody has looked at it, and it is as it should be. */
    async acknowledgeDrift(actor: Actor, id: string): Promise<LimitChange> {
      const found = await visibleChange(actor, id)
      const at = await deps.sharedNow()
      await db.transaction().execute(async (tx) => {
        if (!(await acknowledgeChange(tx, id, actor.name, at))) return
        await recordAction(tx, {
          at,
          actor,
          kind: 'limit-change.acknowledged',
          subject: found.label,
          teamId: found.teamId,
          projectId: found.projectId,
          before: { value: found.before },
          after: { value: found.after },
        })
      })
      return changeView(await visibleChange(actor, id))
    },
  }

  async function visibleChange(actor: Actor, id: string): Promise<ChangeRow> {
    const found = await findChange(db, id)
    const isVisible = found && (found.teamId === null ? isAdmin(actor) : canSeeTeam(actor, found.teamId))
    if (!isVisible) throw notFound('drift-unknown')
    return found
  }
}

function changeView(row: ChangeRow): LimitChange {
  return { ...row, notBefore: row.notBefore.toISOString(), seenAt: row.seenAt.toISOString() }
}
