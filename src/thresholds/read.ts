import { type Actor, canLeadTeam } from '../people/actor.ts'
import { addDays, type CostDay, costDayOf, daysBetween } from '../platform/cost-day.ts'
import { addDecimals, shareOf } from '../platform/money.ts'
import type { PastPeriod, PeriodThreshold, ProjectThresholds, Threshold, ThresholdTable } from './api.ts'
import type { ThresholdsDeps } from './deps.ts'
import { DEFAULT_LEVELS } from './levels.ts'
import { earlier, lastDayOf, type Period, startOfPeriod } from './periods.ts'
import { findProjects } from './store/thresholds.ts'
import { knownDays, viewThresholds, writeAccess } from './store/views.ts'
import { type KnownDays, suggestLimit, WEEKS_BACK } from './suggestion.ts'
import { thresholdOf, usd } from './view.ts'
import { requireVisibleTeam, visibleProject } from './visible.ts'

const PAST_PERIODS = 8

export function createThresholdReader({ db, sharedNow }: Pick<ThresholdsDeps, 'db' | 'sharedNow'>) {
  async function tableOf(which: { teamId: string } | 'all', mayChange: boolean): Promise<ThresholdTable> {
    const today = costDayOf(await sharedNow())
    const projects = await findProjects(db, which)
    const ids = projects.map(({ id }) => id)
    const views = Map.groupBy((await viewThresholds(db, ids, today)).map(thresholdOf), ({ projectId }) => projectId)
    const days = await daysOf(ids, suggestionSpan(today))
    return {
      mayChange,
      items: projects.map(({ id, name, teamId, teamName }) => ({
        projectId: id,
        projectName: name,
        teamId,
        teamName,
        day: pick(views.get(id), 'day'),
        week: pick(views.get(id), 'week'),
        suggestedDay: suggested('day', days.get(id), today),
        suggestedWeek: suggested('week', days.get(id), today),
      })),
    }
  }

  async function daysOf(ids: readonly string[], span: { from: CostDay; to: CostDay }) {
    const byProject = new Map<string, Map<CostDay, string>>()
    for (const { projectId, day, amount } of await knownDays(db, ids, span)) {
      const days = byProject.get(projectId) ?? new Map<CostDay, string>()
      byProject.set(projectId, days.set(day, amount))
    }
    return byProject
  }

  return {
    async ofProject(actor: Actor, projectId: string): Promise<ProjectThresholds> {
      const project = await visibleProject(db, actor, projectId)
      const today = costDayOf(await sharedNow())
      const views = (await viewThresholds(db, [projectId], today)).map(thresholdOf)
      const from = earlier('week', startOfPeriod('week', today), PAST_PERIODS)
      const days = (await daysOf([projectId], { from, to: addDays(today, -1) })).get(projectId) ?? new Map()
      const partOf = (period: Period): PeriodThreshold => {
        const threshold = pick(views, period)
        return {
          threshold,
          suggestion: suggested(period, days, today),
          past: pastPeriods(period, days, threshold?.limit.amount ?? null, today),
        }
      }
      return {
        projectId,
        mayChange: canLeadTeam(actor, project.teamId) && !project.archivedAt,
        canBlock: (await writeAccess(db, projectId)) ?? 'no-key',
        defaultLevels: [...DEFAULT_LEVELS],
        day: partOf('day'),
        week: partOf('week'),
      }
    },

    async ofTeam(actor: Actor, teamId: string): Promise<ThresholdTable> {
      await requireVisibleTeam(db, actor, teamId)
      return tableOf({ teamId }, canLeadTeam(actor, teamId))
    },

    /** For workspace admins. */
    all: (): Promise<ThresholdTable> => tableOf('all', true),
  }
}

function pick(thresholds: readonly Threshold[] | undefined, period: Period): Threshold | null {
  return thresholds?.find((threshold) => threshold.period === period) ?? null
}

function suggestionSpan(today: CostDay): { from: CostDay; to: CostDay } {
  return { from: earlier('week', startOfPeriod('week', today), WEEKS_BACK), to: addDays(today, -1) }
}

function suggested(period: Period, days: KnownDays | undefined, today: CostDay) {
  const found = suggestLimit(period, days ?? new Map(), today)
  return found ? { usual: usd(found.usual), limit: usd(found.limit) } : null
}

/** A week of which a day is unknown is unknown. */
function pastPeriods(period: Period, days: KnownDays, limit: string | null, today: CostDay): PastPeriod[] {
  const current = startOfPeriod(period, today)
  return Array.from({ length: PAST_PERIODS }, (_period, back) => {
    const periodStart = earlier(period, current, back + 1)
    const amounts = daysBetween(periodStart, lastDayOf(period, periodStart)).map((day) => days.get(day))
    const known = amounts.filter((amount) => amount !== undefined)
    const spent = known.length === amounts.length ? addDecimals(...known) : null
    return {
      periodStart,
      spent: spent === null ? null : usd(spent),
      ratio: spent === null || limit === null ? null : shareOf(spent, limit),
    }
  })
}
