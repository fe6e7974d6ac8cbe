import { randomUUID } from 'node:crypto'
import type { Runtime } from '../app.ts'
import type { CallRecord } from '../calls/index.ts'
import { HOUR } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf, startOfDay } from '../platform/cost-day.ts'
import { addDecimals } from '../platform/money.ts'
import { nothingCounted, priceUsage, seriesOf } from '../pricing/index.ts'
import type { Simulator } from '../simulator/index.ts'
import { APPS, type App, type Task } from './demo-apps.ts'

/** Kept calls reach back ninety days. */
const DAYS = 88
/** The week that is compared, the one beside it, and a day to spare; of the days before only some calls were kept. */
const RECENT_DAYS = 15
const KEPT_OF_OLDER = 0.15
const AT_ONCE = 2_000
const OFFICE_HOURS = { first: 0, count: 10 }

export type Connected = { readonly projectId: string; readonly key: string; readonly keyId: string }

/** What the programs of these projects told of their calls and outcomes since then, in proportion to what was really spent. */
export async function fillCalls(
  runtime: Runtime,
  simulator: Simulator,
  connected: ReadonlyMap<string, Connected>,
): Promise<void> {
  const { calls, outcomes, pricing, database, clock } = runtime
  const table = await pricing.table(database.db)
  const today = costDayOf(clock.now())
  const from = addDays(today, -DAYS)
  for (const organization of new Set(APPS.map((app) => app.organization))) {
    const spent = spendByDay(simulator, { from, to: addDays(today, -1), organization })
    for (const app of APPS.filter((one) => one.organization === organization)) {
      const project = connected.get(app.project)
      const external = simulator.projects(organization).find(({ name }) => name === app.project)?.id
      if (!project || !external) continue
      const records: CallRecord[] = []
      const totals: unknown[] = []
      for (let ago = DAYS; ago > 0; ago -= 1) {
        const day = addDays(today, -ago)
        const dollars = Number(spent.get(`${external} ${day}`) ?? '0') * app.share
        if (dollars <= 0) continue
        const priceOf = (task: Task) => Number(priceUsage(table, series(task), day, tokensOf(task, 1)).cost)
        records.push(...callsOf({ app, project, day, ago, dollars, priceOf }))
        totals.push(...outcomesOf(app, day, ago, dollars))
      }
      for (let start = 0; start < records.length; start += AT_ONCE) {
        await calls.record(records.slice(start, start + AT_ONCE))
      }
      const caller = { id: project.keyId, projectId: project.projectId }
      for (let start = 0; start < totals.length; start += AT_ONCE) {
        await outcomes.record(caller, totals.slice(start, start + AT_ONCE), (code) => code)
      }
    }
  }
}

function spendByDay(simulator: Simulator, range: { from: CostDay; to: CostDay; organization: number }) {
  const spent = new Map<string, string>()
  for (const { projectId, day, amount } of simulator.truth.costs(range)) {
    const name = `${projectId} ${day}`
    spent.set(name, addDecimals(spent.get(name) ?? '0', amount))
  }
  return spent
}

const series = (task: Task) => seriesOf('completions', { model: task.model })

function tokensOf(task: Task, times: number) {
  const [inputTokens, outputTokens] = [Math.round(task.input * times), Math.round(task.output * times)]
  return { ...nothingCounted, requests: 1, inputTokens, cachedInputTokens: 0, outputTokens }
}

type Made = {
  app: App
  project: Connected
  day: CostDay
  ago: number
  dollars: number
  priceOf(task: Task): number
}

/** So many calls, each as long as it takes for their sum to be the day's. */
function callsOf({ app, project, day, ago, dollars, priceOf }: Made): CallRecord[] {
  const kept = ago <= RECENT_DAYS ? 1 : KEPT_OF_OLDER
  const counted = app.tasks.map((task) => ({ task, own: Math.max(1, Math.round(callsFor(app, task, dollars) * kept)) }))
  const times = dollars / counted.reduce((sum, { task, own }) => sum + own * priceOf(task), 0)
  return counted.flatMap(({ task, own }) =>
    Array.from({ length: own }, (_, place) => {
      const chance = unitOf(`${app.project} ${task.name} ${day} ${place}`)
      const result = chance < 0.015 ? 'error' : 'ok'
      const hour = OFFICE_HOURS.first + Math.floor(((place + chance) / own) * OFFICE_HOURS.count)
      return callOf(project, task, {
        at: new Date(startOfDay(day).getTime() + hour * HOUR + Math.floor(chance * HOUR)),
        user: app.users[(place + ago) % app.users.length] ?? null,
        intent: task.intents[(place * 7 + ago) % Math.max(1, task.intents.length)] ?? null,
        result,
        status: result === 'ok' ? 200 : 500,
        problemCode: result === 'ok' ? null : 'server_error',
        quantities: result === 'ok' ? tokensOf(task, times * (0.6 + 0.8 * chance)) : null,
        durationMs: Math.round(600 + 2_400 * chance),
      })
    }),
  )
}

/** How many calls of a task are made for what its program spends on a day. */
function callsFor({ tasks, callsPerDollar }: App, { weight }: Task, dollars: number): number {
  return (dollars * callsPerDollar * weight) / tasks.reduce((sum, task) => sum + task.weight, 0)
}

function callOf(project: Connected, task: Task, given: Partial<CallRecord> & Pick<CallRecord, 'at'>): CallRecord {
  return {
    id: randomUUID(),
    projectId: project.projectId,
    keyId: project.keyId,
    source: 'sdk',
    endpoint: '/v1/chat/completions',
    kind: 'completions',
    modelAsked: task.model,
    modelServed: task.model,
    responseId: null,
    task: task.name,
    intent: null,
    user: null,
    trace: null,
    meta: {},
    status: 200,
    result: 'ok',
    problemCode: null,
    quantities: null,
    batch: null,
    serviceTier: null,
    size: null,
    providerCost: null,
    durationMs: null,
    firstTokenMs: null,
    retries: 0,
    streamed: false,
    ...given,
  }
}

/** The totals of a day; with time more of them succeed, or fewer. */
function outcomesOf(app: App, day: CostDay, ago: number, dollars: number): unknown[] {
  return app.tasks.flatMap((task) => {
    const { name, outcome } = task
    if (outcome === null) return []
    const chance = unitOf(`${app.project} ${name} ${day}`)
    const expected = callsFor(app, task, dollars) * outcome.perCall * (0.9 + 0.2 * chance)
    // Below one a day it is one on some days.
    const attempts = Math.floor(expected + chance)
    if (attempts === 0) return []
    const rate = Math.min(0.98, outcome.rate - (app.learned * ago) / DAYS + 0.04 * (chance - 0.5))
    const score = outcome.score === null ? null : Math.min(5, outcome.score + (chance - 0.5) / 2)
    return [
      {
        day,
        task: name,
        attempts,
        successes: Math.round(attempts * rate),
        ...(score === null
          ? {}
          : { feedback: { score: Number(score.toFixed(1)), min: 1, max: 5, count: Math.ceil(attempts / 8) } }),
      },
    ]
  })
}

/** 0 up to 1, always the same for the same text: a demo looks alike every time. */
function unitOf(text: string): number {
  let hash = 2_166_136_261
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return (hash % 10_007) / 10_007
}
