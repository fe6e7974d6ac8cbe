import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isCostDay } from '../platform/cost-day.ts'
import { badRequest } from './api-error.ts'
import { parseBody } from './body.ts'
import { FAULT_KINDS, type Faults } from './faults.ts'
import type { Simulator } from './handle.ts'
import { FIGURES } from './rate-limit-rows.ts'

const Advance = z.object({ seconds: z.number().min(0) })
const count = z.int().min(0).optional()
const FaultBody = z.object({
  match: z.string(),
  kind: z.enum(FAULT_KINDS),
  times: count,
  afterRequests: count,
  retryAfterSeconds: count,
  delayMs: count,
})
const FaultsBody = z.union([z.array(FaultBody), FaultBody.transform((fault) => [fault])])
const organization = z.coerce.number().int().min(0).default(0)
const Range = z.object({
  from: z.string().refine(isCostDay),
  to: z.string().refine(isCostDay),
  organization,
})

const Place = z.object({ project: z.string(), organization })
const figures = Object.fromEntries(FIGURES.map((name) => [name, count]))
const LimitsBody = z.object({
  organization,
  projectId: z.string(),
  spendLimitCents: z.int().min(1).nullish(),
  rateLimits: z.array(z.object({ model: z.string(), ...figures })).optional(),
  resetRateLimits: z.union([z.literal(true), z.array(z.string())]).optional(),
})
const RunawayBody = z.object({
  organization,
  projectId: z.string(),
  afterSeconds: z.number().min(0).optional(),
  loop: z.object({ callsPerMinute: count, input: count, cached: count, output: count }).optional(),
})

type Steering =
  | 'keys'
  | 'truth'
  | 'projects'
  | 'now'
  | 'advance'
  | 'limits'
  | 'limitState'
  | 'changeLimits'
  | 'startRunaway'
  | 'endRunaways'
export type Controlled = Pick<Simulator, Steering> & {
  readonly scenario: string
  readonly organizations: number
}

/** The same handles as the object has, for a simulator that runs in another process. */
export function registerControl(app: FastifyInstance, simulator: Controlled, faults: Faults): void {
  app.post('/_sim/advance', async (request) => {
    simulator.advance(parseBody(Advance, request).seconds)
    return { now: simulator.now().toISOString() }
  })

  app.post('/_sim/faults', async (request) => {
    faults.push(...parseBody(FaultsBody, request))
    return { pending: faults.pending() }
  })

  app.delete('/_sim/faults', async () => {
    faults.clear()
    return { pending: [] }
  })

  app.get('/_sim/truth', async (request) => {
    const { from, to, organization } = rangeOf(request.query)
    const rows = simulator.truth.costs({ from, to, organization })
    return { now: simulator.now().toISOString(), total: simulator.truth.total(from, to, organization), rows }
  })

  app.get('/_sim/total', async (request) => {
    const { from, to, organization } = rangeOf(request.query)
    return { now: simulator.now().toISOString(), total: simulator.truth.total(from, to, organization) }
  })

  app.get('/_sim/state', async () => ({
    now: simulator.now().toISOString(),
    scenario: simulator.scenario,
    faults: faults.pending(),
    organizations: Array.from({ length: simulator.organizations }, (_, organization) => ({
      projects: simulator.projects(organization),
      ...simulator.limits(organization),
    })),
  }))

  app.get('/_sim/limits', async (request) => {
    const place = Place.safeParse(request.query)
    if (!place.success) throw badRequest("'project' is the id of a project.")
    return simulator.limitState(place.data.project, place.data.organization)
  })

  app.post('/_sim/limits', async (request) => {
    const { organization, ...change } = parseBody(LimitsBody, request)
    return simulator.changeLimits(change, organization)
  })

  app.post('/_sim/runaway', async (request) => {
    const { organization, ...start } = parseBody(RunawayBody, request)
    return { startsAt: simulator.startRunaway(start, organization).toISOString() }
  })

  app.delete('/_sim/runaway', async (request) => {
    const place = Place.safeParse(request.query)
    if (!place.success) throw badRequest("'project' is the id of a project.")
    return { ended: simulator.endRunaways(place.data.project, place.data.organization) }
  })

  app.get('/_sim/keys', async () => simulator.keys)
}

function rangeOf(query: unknown): z.infer<typeof Range> {
  const range = Range.safeParse(query)
  if (!range.success) throw badRequest("'from' and 'to' are days like 2026-11-01.")
  return range.data
}
