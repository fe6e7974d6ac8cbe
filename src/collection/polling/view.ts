import { type Actor, canSeeTeam, visibleTeams } from '../../people/actor.ts'
import { SECOND } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import { USAGE_KINDS } from '../../pricing/index.ts'
import {
  type KindMark,
  kindMarks,
  type PolledOrganization,
  polledOrganizations,
  projectNames,
} from '../store/polling.ts'
import type { PolledKind, Polling } from './api.ts'
import type { Polls } from './polls.ts'

export type PollingDeps = { db: Db; polls: Polls; now(): Promise<Date>; sentence(code: string): string }

/** How the usage of each organization is read that the actor may see something of. */
export async function pollingOf(deps: PollingDeps, actor: Actor, teamId: string | undefined): Promise<Polling[]> {
  const now = await deps.now()
  const found = await polledOrganizations(deps.db, teamId ? [teamId] : visibleTeams(actor))
  const ids = found.map(({ organizationId }) => organizationId)
  const marks = Map.groupBy(await kindMarks(deps.db, ids, now), (mark) => mark.organizationId)
  const hot = await deps.polls.hotOrganizations()
  const names = await projectNames(deps.db, [...hot.values()].flat())
  return found.map((organization) => {
    const near = new Set(hot.get(organization.organizationId))
    const hotProjects = names.filter((project) => near.has(project.id) && canSeeTeam(actor, project.teamId))
    return viewOf(deps, actor, organization, {
      marks: marks.get(organization.organizationId) ?? [],
      isHot: near.size > 0,
      hotProjects: hotProjects.map(({ id, name }) => ({ id, name })),
    })
  })
}

type Around = { marks: readonly KindMark[]; isHot: boolean; hotProjects: Polling['hotProjects'] }

function viewOf(deps: PollingDeps, actor: Actor, organization: PolledOrganization, around: Around): Polling {
  const { keys, startedAt } = organization
  const intervalSeconds = deps.polls.secondsFor(around.isHot)
  const seen = keys.filter((key) => canSeeTeam(actor, key.teamId))
  const works = keys.some((key) => key.state === 'active')
  const next = startedAt === null ? null : new Date(startedAt.getTime() + intervalSeconds * SECOND)
  const kinds = USAGE_KINDS.map((kind) =>
    kindView(
      deps,
      kind,
      around.marks.find((mark) => mark.kind === kind),
    ),
  )
  const read = kinds.map(({ readAt }) => readAt)
  return {
    organizationId: organization.organizationId,
    teams: [...new Map(seen.map((key) => [key.teamId, { id: key.teamId, name: key.teamName }])).values()],
    keyLast4: seen.find((key) => key.id === organization.usedKeyId)?.last4 ?? null,
    readAt: read.includes(null) ? null : (read.toSorted()[0] ?? null),
    lastPollAt: organization.finishedAt?.toISOString() ?? null,
    nextPollAt: works ? (next?.toISOString() ?? null) : null,
    intervalSeconds,
    hot: around.isHot,
    hotProjects: around.hotProjects,
    requestsLastMinute: kinds.reduce((sum, kind) => sum + kind.requestsLastMinute, 0),
    requestsLastRound: organization.requests,
    problem: works ? problemOf(deps, organization) : noKey(deps, organization),
    kinds,
  }
}

function kindView(deps: PollingDeps, kind: PolledKind['kind'], mark: KindMark | undefined): PolledKind {
  return {
    kind,
    readAt: mark?.requestedAt?.toISOString() ?? null,
    seenUntil: mark?.seenUntil?.toISOString() ?? null,
    retryAt: mark?.retryAt?.toISOString() ?? null,
    requestsLastMinute: mark?.requestsLastMinute ?? 0,
    doubted: mark?.doubted ?? 0,
    problem: mark ? problemOf(deps, mark) : null,
  }
}

type Troubled = { problemCode: string | null; problemSince: Date | null }

function problemOf({ sentence }: PollingDeps, { problemCode, problemSince }: Troubled) {
  if (problemCode === null || problemSince === null) return null
  return { code: problemCode, detail: sentence(problemCode), since: problemSince.toISOString() }
}

/** All keys of the organization are broken: nothing is asked until one of them is mended or replaced. */
function noKey(deps: PollingDeps, organization: PolledOrganization) {
  const since = organization.problemSince ?? organization.finishedAt
  if (since === null) return null
  return { code: 'poll-no-key', detail: deps.sentence('poll-no-key'), since: since.toISOString() }
}
