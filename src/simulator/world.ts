import { SECOND } from '../platform/clock.ts'
import { type Billing, createBilling, type Scenario } from './billing.ts'
import { type CallLedger, createCallLedger } from './calls.ts'
import { createInterruptions, type Interruptions } from './interruptions.ts'
import { createOrganization, type Organization, type OrganizationOptions, type Project } from './organization.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { type Life, type LoopFigures, loopOf, runawayStream } from './runaway.ts'
import { createSpendLimits, type SpendLimits } from './spend-limits.ts'
import type { Stream } from './stream.ts'
import type { Timeline } from './timeline.ts'

/** One organization and everything that happens in it. */
export type World = {
  readonly index: number
  readonly organization: Organization
  readonly interruptions: Interruptions
  readonly calls: CallLedger
  readonly billing: Billing
  readonly spendLimits: SpendLimits
  readonly rateLimits: RateLimits
  now(): number
  /** Generated, runaway and recorded use, in a stable order. */
  streams(): readonly Stream[]
  startRunaway(projectId: string, from: number, loop: LoopFigures): void
  /** The program is repaired: all loops of the project end now. Answers with how many. */
  endRunaways(projectId: string): number
}

export type WorldOptions = Omit<OrganizationOptions, 'startedAt'> & {
  readonly timeline: Timeline
  readonly scenario: Scenario
  readonly runawayAfterSeconds: number
  readonly runawayProject: string | undefined
  readonly runawayLoop: LoopFigures
  readonly limitDelaySeconds: number
}

export function createWorld(options: WorldOptions): World {
  const { timeline, scenario } = options
  const organization = createOrganization({ ...options, startedAt: timeline.startedAt })
  const interruptions = createInterruptions()
  const calls = createCallLedger(organization.seed)
  const limiting = { now: timeline.now, delaySeconds: options.limitDelaySeconds, interruptions }
  const rateLimits = createRateLimits({ ...limiting, hasNewModel: options.hasNewModel })
  const generated = [...organization.projects.flatMap((project) => project.streams), ...organization.streams]
  const streams = () => [...generated, ...calls.streams()]
  const runaways: { readonly projectId: string; readonly life: Life }[] = []
  const startRunaway = (project: Project, from: number, loop: LoopFigures) => {
    const life = { from, to: Number.POSITIVE_INFINITY }
    runaways.push({ projectId: project.id, life })
    generated.push(runawayStream(project, life, loopOf(loop), (family) => rateLimits.paces(project.id, family)))
  }
  if (scenario === 'runaway' && options.index === 0) {
    const startsAt = timeline.startedAt + options.runawayAfterSeconds * SECOND
    startRunaway(victimOf(organization, options.runawayProject), startsAt, options.runawayLoop)
  }
  return {
    index: options.index,
    organization,
    interruptions,
    calls,
    billing: createBilling(scenario, interruptions),
    spendLimits: createSpendLimits({ ...limiting, streams }),
    rateLimits,
    now: timeline.now,
    streams,
    startRunaway: (projectId, from, loop) => {
      const project = organization.projects.find(({ id }) => id === projectId)
      if (project !== undefined) startRunaway(project, from, loop)
    },
    endRunaways: (projectId) => {
      const now = timeline.now()
      const running = runaways.filter((one) => one.projectId === projectId && one.life.to > now)
      for (const { life } of running) life.to = Math.max(life.from, now)
      return running.length
    },
  }
}

function victimOf({ projects }: Organization, wanted: string | undefined): Project {
  const victim = projects.find(({ id, name }) => wanted === undefined || id === wanted || name === wanted)
  if (victim === undefined) throw new RangeError(`there is no project ${wanted ?? ''} that could run away`)
  return victim
}

export function findProject(world: World, id: string): Project | undefined {
  return world.organization.projects.find((project) => project.id === id)
}
