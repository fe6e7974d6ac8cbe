import { MINUTE } from '../platform/clock.ts'
import { costDayOf } from '../platform/cost-day.ts'
import { causeOf, type Episode, isToBeStopped, isToBeTold, OVERDUE_MINUTES } from './darkness.ts'
import type { ThresholdsDeps } from './deps.ts'
import { evaluateSpend } from './evaluate-spend.ts'
import { lockThresholds } from './store/candidates.ts'
import { saveEpisodes, type WatchedThreshold, watchedThresholds } from './store/darkness.ts'
import type { NoData } from './threshold.ts'

/**
 * Finds projects with thresholds of which nothing can be read any more. An episode is told once when it begins and once when
 * it is over; it never changes what is known to be spent.
 */
export async function watchReadings(deps: ThresholdsDeps): Promise<readonly NoData[]> {
  return deps.db.transaction().execute(async (tx) => {
    await lockThresholds(tx)
    const at = await deps.sharedNow(tx)
    const watched = await watchedThresholds(tx, at, new Date(at.getTime() - OVERDUE_MINUTES * MINUTE))
    const looked = [...Map.groupBy(watched, ({ projectId }) => projectId).values()].map((own) => look(own, at))
    const changed = looked.flatMap((one) => one.changed)
    await saveEpisodes(tx, changed)
    const projectIds = [...new Set(changed.map(({ projectId }) => projectId))]
    if (projectIds.length > 0) await evaluateSpend(tx, deps, { projectIds, days: [costDayOf(at)], at })
    const episodes = looked.flatMap((one) => one.news)
    if (episodes.length > 0) await deps.onNoData(tx, episodes)
    return episodes
  })
}

type Looked = { changed: WatchedThreshold[]; news: NoData[] }

/** The thresholds of one project: they share what is behind them, and the people who are told. */
function look(own: readonly WatchedThreshold[], at: Date): Looked {
  const now = own.map((threshold) => ({ before: threshold, after: nextEpisode(threshold, at) }))
  const news: NoData[] = []
  const wasTold = own.some(({ toldAt }) => toldAt !== null)
  const began = now.filter(({ before, after }) => before.toldAt === null && after.toldAt !== null)
  if (!wasTold && began.length > 0) news.push(episode('began', began, at))
  const stopped = now.filter(({ before, after }) => before.stoppedAt === null && after.stoppedAt !== null)
  if (stopped.length > 0) news.push(episode('stop', stopped, at))
  const over = now.filter(({ before, after }) => after.since === null && (before.toldAt ?? before.stoppedAt) !== null)
  if (over.length > 0) news.push(episode('over', over, at))
  const changed = now.filter(({ before, after }) => !isSame(before, after))
  return { changed: changed.map(({ before, after }) => ({ ...before, ...after })), news }
}

function nextEpisode(threshold: WatchedThreshold, at: Date): Episode {
  const cause = causeOf(threshold, at)
  if (cause === null) return { since: null, cause: null, toldAt: null, stoppedAt: null }
  const since = threshold.since ?? at
  const known = { since, cause, toldAt: threshold.toldAt, stoppedAt: threshold.stoppedAt }
  return {
    ...known,
    toldAt: isToBeTold(known, threshold.isPaused, at) ? at : known.toldAt,
    stoppedAt: isToBeStopped(known, threshold, at) ? at : known.stoppedAt,
  }
}

function isSame(before: Episode, after: Episode): boolean {
  const keyOf = ({ since, cause, toldAt, stoppedAt }: Episode) =>
    [since, toldAt, stoppedAt].map((instant) => instant?.getTime() ?? 0).join() + cause
  return keyOf(before) === keyOf(after)
}

type Step = { before: WatchedThreshold; after: Episode }

function episode(phase: NoData['phase'], steps: readonly Step[], at: Date): NoData {
  const [first] = steps
  if (!first) throw new Error('an episode is of at least one threshold')
  const { projectId, projectName, teamId, teamName, since, cause, lastReadAt } = first.before
  return {
    phase,
    projectId,
    projectName,
    teamId,
    teamName,
    cause: first.after.cause ?? cause ?? 'poll-overdue',
    since: first.after.since ?? since ?? at,
    lastReadAt,
    thresholdIds: steps.map(({ before }) => before.thresholdId),
    onNoData: steps.some(({ before }) => before.onNoData === 'stop') ? 'stop' : 'go-on',
    at,
  }
}
