import { SECOND } from '../platform/clock.ts'
import type { CostDay } from '../platform/cost-day.ts'
import { createAccess } from './access.ts'
import { decimalText } from './amount.ts'
import { createFaults } from './faults.ts'
import type { SimulatedProject, Simulator } from './handle.ts'
import { createAdminKeys } from './keys.ts'
import { type SimulatorOptions, withDefaults } from './options.ts'
import {
  changeLimits,
  endRunaways,
  type LimitChange,
  limitState,
  type RunawayStart,
  startRunaway,
} from './outside-changes.ts'
import { createRequestBudget } from './request-budget.ts'
import { createServer } from './server.ts'
import { createTimeline } from './timeline.ts'
import { truthOf, truthTotal } from './truth.ts'
import { createWorld, type World } from './world.ts'

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const settings = withDefaults(options)
  const { seed } = settings
  const timeline = createTimeline(settings)
  const worlds = Array.from({ length: settings.organizations }, (_, index) =>
    createWorld({ ...settings, index, timeline }),
  )
  const admin = createAdminKeys(seed, timeline.startedAt)
  const adminKeys = Object.values(admin)
  const faults = createFaults({ seed, isFlaky: settings.scenario === 'flaky' })

  function worldOf(organization: number): World {
    const world = worlds[organization]
    if (world === undefined) throw new RangeError(`organization ${organization} is not simulated`)
    world.spendLimits.settle()
    return world
  }

  const controlled = {
    keys: {
      full: admin.full.value,
      second: admin.second.value,
      readOnly: admin.readOnly.value,
      noCosts: admin.noCosts.value,
      noManagement: admin.noManagement.value,
      revoked: admin.revoked.value,
      otherOrganization: admin.otherOrganization.value,
      projectKey: worlds[0]?.organization.projects[0]?.apiKeys[0]?.value ?? '',
    },
    truth: {
      costs: ({ from, to, organization = 0 }: Parameters<Simulator['truth']['costs']>[0]) =>
        truthOf(worldOf(organization), from, to),
      total: (from: CostDay, to: CostDay, organization = 0) => truthTotal(worldOf(organization), from, to),
    },
    projects: (organization = 0) => worldOf(organization).organization.projects.map(describe),
    limits: (organization = 0) => {
      const { spendLimits, interruptions } = worldOf(organization)
      return { spendLimits: spendLimits.list(), interruptions: interruptions.list() }
    },
    limitState: (projectId: string, organization = 0) => limitState(worldOf(organization), projectId),
    changeLimits: (change: LimitChange, organization = 0) => changeLimits(worldOf(organization), change),
    endRunaways: (projectId: string, organization = 0) => endRunaways(worldOf(organization), projectId),
    startRunaway: (start: RunawayStart, organization = 0) => startRunaway(worldOf(organization), start),
    spent: (projectId: string, from: Date, to: Date, organization = 0) =>
      decimalText(worldOf(organization).spendLimits.spent(projectId, from.getTime(), to.getTime()), 0),
    now: () => new Date(timeline.now()),
    advance: timeline.advance,
    scenario: settings.scenario,
    organizations: worlds.length,
  }
  const access = createAccess({
    worlds,
    adminKeys,
    budget: createRequestBudget(() => settings.clock.now().getTime(), settings.adminRequestsPerMinute),
    limitDelay: settings.limitDelaySeconds * SECOND,
    sendsRetryAfter: settings.adminRetryAfter,
  })
  const visibility = { lag: settings.usageLagSeconds * SECOND, step: settings.usageStepSeconds * SECOND }
  const app = createServer({ ...settings, access, adminKeys, faults, controlled, visibility })

  return {
    ...controlled,
    faults,
    listen: async (port = 0, host = '127.0.0.1') => {
      const address = new URL(await app.listen({ port, host }))
      return { url: `${address.origin}/v1`, port: Number(address.port) }
    },
    close: () => app.close(),
  }
}

function describe(project: World['organization']['projects'][number]): SimulatedProject {
  return {
    id: project.id,
    name: project.name,
    isArchived: project.archivedAt !== null,
    createdAt: new Date(project.createdAt),
    apiKeys: project.apiKeys.map(({ id, value }) => ({ id, value })),
  }
}
