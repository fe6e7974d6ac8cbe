import { type Clock, SECOND, systemClock } from '../platform/clock.ts'
import type { CostDay } from '../platform/cost-day.ts'
import { createAccess } from './access.ts'
import type { AmountStyle } from './amount.ts'
import type { Scenario } from './billing.ts'
import { createAdminKeys, type SimulatorKeys } from './keys.ts'
import { createServer } from './server.ts'
import { createTimeline } from './timeline.ts'
import { type TruthRow, truthOf, truthTotal } from './truth.ts'
import { createWorld } from './world.ts'

export type SimulatorOptions = {
  seed?: number
  scenario?: Scenario
  clock?: Clock
  /** Simulated seconds per second of the clock. */
  speed?: number
  /** Simulated instant at creation; the clock's own by default. */
  startAt?: Date
  projectCount?: number
  /** Exactly so many billed lines per project and day, for benchmarks; a natural mix when left out. */
  lineItemsPerProject?: number
  historyDays?: number
  runawayAfterSeconds?: number
  /** How long a limit, a deleted key or an archived project takes to bite, and a lifted one to let go. */
  limitDelaySeconds?: number
  organizations?: number
  /** At most so many buckets per page, whatever `limit` asks. */
  pageSize?: number
  amountStyle?: AmountStyle
}

export type SimulatedProject = {
  readonly id: string
  readonly name: string
  readonly isArchived: boolean
  readonly createdAt: Date
  readonly apiKeys: readonly { readonly id: string; readonly value: string }[]
}

export type Simulator = {
  readonly keys: SimulatorKeys
  readonly truth: {
    /** What the costs endpoint answers now, both days included. Organizations count from 0. */
    costs(range: { from: CostDay; to: CostDay; organization?: number }): TruthRow[]
    total(from: CostDay, to: CostDay, organization?: number): string
  }
  projects(organization?: number): SimulatedProject[]
  now(): Date
  advance(seconds: number): void
  listen(port?: number, host?: string): Promise<{ url: string; port: number }>
  close(): Promise<void>
}

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { seed = 1, clock = systemClock, organizations = 1 } = options
  const timeline = createTimeline({ clock, speed: options.speed ?? 1, startAt: options.startAt })
  const worlds = Array.from({ length: organizations }, (_, index) =>
    createWorld({
      seed,
      index,
      timeline,
      scenario: options.scenario ?? 'steady',
      projectCount: options.projectCount ?? 8,
      lineItemsPerProject: options.lineItemsPerProject,
      historyDays: options.historyDays ?? 180,
      runawayAfterSeconds: options.runawayAfterSeconds ?? 60,
      limitDelaySeconds: options.limitDelaySeconds ?? 0,
    }),
  )
  const adminKeys = createAdminKeys(seed, timeline.startedAt)
  const access = createAccess(worlds, Object.values(adminKeys), (options.limitDelaySeconds ?? 0) * SECOND)
  const app = createServer({ seed, access, amountStyle: options.amountStyle ?? 'mixed', pageSize: options.pageSize })

  function worldOf(organization: number) {
    const world = worlds[organization]
    if (world === undefined) throw new RangeError(`organization ${organization} is not simulated`)
    return world
  }
  const costs: Simulator['truth']['costs'] = ({ from, to, organization = 0 }) =>
    truthOf(worldOf(organization), from, to)

  return {
    keys: {
      full: adminKeys.full.value,
      second: adminKeys.second.value,
      readOnly: adminKeys.readOnly.value,
      noCosts: adminKeys.noCosts.value,
      noManagement: adminKeys.noManagement.value,
      revoked: adminKeys.revoked.value,
      otherOrganization: adminKeys.otherOrganization.value,
      projectKey: worldOf(0).organization.projects[0]?.apiKeys[0]?.value ?? '',
    },
    truth: { costs, total: (from, to, organization = 0) => truthTotal(costs({ from, to, organization })) },
    projects: (organization = 0) =>
      worldOf(organization).organization.projects.map((project) => ({
        id: project.id,
        name: project.name,
        isArchived: project.archivedAt !== null,
        createdAt: new Date(project.createdAt),
        apiKeys: project.apiKeys.map(({ id, value }) => ({ id, value })),
      })),
    now: () => new Date(timeline.now()),
    advance: (seconds) => timeline.advance(seconds),
    listen: async (port = 0, host = '127.0.0.1') => {
      const address = new URL(await app.listen({ port, host }))
      return { url: `${address.origin}/v1`, port: Number(address.port) }
    },
    close: () => app.close(),
  }
}
