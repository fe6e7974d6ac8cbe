import { setTimeout as wait } from 'node:timers/promises'
import type { Runtime } from '../app.ts'
import { type Actor, jobActor } from '../people/actor.ts'
import { type Clock, DAY, HOUR, MINUTE } from '../platform/clock.ts'
import { addDays, costDayOf, startOfDay } from '../platform/cost-day.ts'
import type { Simulator } from '../simulator/index.ts'
import { ADMIN, RUNAWAY } from './demo-cast.ts'
import type { Filled } from './demo-fill.ts'

/** So long before the present the company has set the product up. */
export const PAST_DAYS = 8

/** Some two to four times the usual day, ten times for the one that runs away. */
const LIMITS: Readonly<Record<string, string>> = {
  [RUNAWAY.project]: RUNAWAY.limit,
  'marketing-copy': '70',
  'batch-embed': '100',
  'search-rerank': '150',
  'support-copilot': '250',
  'agent-assist': '250',
}

const READ_AGAIN_DAYS = 14
const MOST_TRIES = 300
const TRY_EVERY_MS = 100

type Moved = Clock & { set(at: Date): void }
type Stage = { runtime: Runtime; simulator: Simulator; clock: Moved; filled: Filled; signal: AbortSignal }

/**
 * What happened before the demo, done by the product itself on a clock that is moved: limits set, one runaway blocked and
 * released, one project close to its limit. Nothing is written that the product did not find or do.
 */
export async function playPast(stage: Stage, now: Date): Promise<void> {
  await setLimits(stage)
  await addChannels(stage)
  const [runaway, close] = [afternoon(now, 4), afternoon(now, 2)]
  await daysGoBy(stage, pastStart(now), runaway)
  await blockedRunaway(stage, runaway)
  await daysGoBy(stage, runaway, close)
  await closeCall(stage, close)
  await daysGoBy(stage, new Date(close.getTime() + DAY), now)
}

/** Every day at five past nine in Korea the bills of the last days are read again, so that they settle. */
async function daysGoBy({ runtime, clock, signal }: Stage, from: Date, to: Date): Promise<void> {
  const { collections } = runtime
  const first = startOfDay(costDayOf(from)).getTime() + DAY + 5 * MINUTE
  for (let at = first; at < to.getTime(); at += DAY) {
    clock.set(new Date(at))
    const today = costDayOf(clock.now())
    const window = { from: addDays(today, -READ_AGAIN_DAYS), to: today }
    for (const { id } of await collections.request({ ...window, requestedBy: jobActor.name })) {
      await collections.run(id, { signal, force: true })
    }
  }
}

async function setLimits({ runtime, filled }: Stage): Promise<void> {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const project = projectOf(filled, name)
    const reason = '지난 4주의 평소 지출을 보고 정했습니다.'
    await runtime.thresholds.set(filled.admin, project.id, 'day', { limit, reason })
  }
}

/** Without a webhook: what would go to Slack is kept in the outbox, where it can be read. */
async function addChannels({ runtime, filled }: Stage): Promise<void> {
  const teamId = projectOf(filled, RUNAWAY.project).teamId
  const { settings } = runtime.channels
  await settings.create(filled.admin, { kind: 'slack', teamId: null, name: '#ai-비용-알림', url: null })
  await settings.create(filled.admin, { kind: 'slack', teamId, name: '#marketing-ai', url: null })
}

/** A new release of batch-embed retries without an end; its lead stops it, repairs it, and an admin lets it go again. */
async function blockedRunaway(stage: Stage, start: Date): Promise<void> {
  const { runtime, simulator, clock, filled } = stage
  const { id, externalId } = projectOf(filled, 'batch-embed')
  const lead = personOf(filled, '박서연')
  const at = (minutes: number) => clock.set(new Date(start.getTime() + minutes * MINUTE))
  clock.set(start)
  simulator.startRunaway({ projectId: externalId, loop: { callsPerMinute: 1_500 } })
  for (const minutes of [5, 9, 14]) await pollAt(stage, () => at(minutes))
  at(16)
  const reason = '새 배포 뒤 호출이 계속 늘어납니다. 재시도 반복으로 보입니다.'
  const block = await runtime.blocking.blockProject(lead, id, { grade: 'stop', reason, until: { kind: 'approval' } })
  await carriedOut(stage, lead, block.id, ({ appliedAt }) => appliedAt !== null)
  for (const minutes of [18, 22, 27]) await pollAt(stage, () => at(minutes))
  at(70)
  await runtime.blocking.askRelease(lead, block.id, '재시도를 세 번으로 제한한 배포를 마쳤습니다.')
  simulator.endRunaways(externalId)
  at(82)
  const decision = { approve: true, reason: '수정한 배포를 확인했습니다.' }
  await runtime.blocking.decideRelease(filled.admin, block.id, decision)
  await carriedOut(stage, lead, block.id, ({ state }) => state === 'released')
  for (const minutes of [90, 120]) await pollAt(stage, () => at(minutes))
}

type Block = Awaited<ReturnType<Runtime['blocking']['visible']>>

/** The clock stands still until OpenAI is as it was decided. */
async function carriedOut(stage: Stage, actor: Actor, id: string, isSo: (block: Block) => boolean): Promise<void> {
  const { runtime, signal } = stage
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await runtime.blocking.carryOut(signal)
    if (isSo(await runtime.blocking.visible(actor, id))) return
    await wait(TRY_EVERY_MS, null, { signal })
  }
  throw new Error('a block of the demo was not carried out')
}

/** A campaign: much text, well below its limit in the end. */
async function closeCall(stage: Stage, start: Date): Promise<void> {
  const { simulator, clock, filled } = stage
  const { externalId } = projectOf(filled, 'marketing-copy')
  const at = (minutes: number) => clock.set(new Date(start.getTime() + minutes * MINUTE))
  clock.set(start)
  simulator.startRunaway({
    projectId: externalId,
    loop: { callsPerMinute: 62, input: 3_000, cached: 500, output: 900 },
  })
  for (const minutes of [15, 30, 45]) await pollAt(stage, () => at(minutes))
  simulator.endRunaways(externalId)
  for (const hours of [1, 4, 8, 12, 16, 19]) await pollAt(stage, () => at(hours * 60))
}

/** What happens by itself within a minute, once. */
async function pollAt({ runtime, signal }: Stage, move: () => void): Promise<void> {
  move()
  await runtime.polls.pollNow({ signal })
  await runtime.blocking.carryOut(signal)
  await runtime.blocking.watch(signal)
}

/** 10:05 in Korea, when people have come to work. */
export function pastStart(now: Date): Date {
  return new Date(startOfDay(costDayOf(now)).getTime() - PAST_DAYS * DAY + HOUR + 5 * MINUTE)
}

/** 14:10 in Korea on a working day, so many days ago or a little earlier: at weekends nobody uses these projects. */
function afternoon(now: Date, daysAgo: number): Date {
  const day = new Date(startOfDay(costDayOf(now)).getTime() - daysAgo * DAY)
  const isWeekend = [0, 6].includes(day.getUTCDay())
  return isWeekend ? afternoon(now, daysAgo + 1) : new Date(day.getTime() + 5 * HOUR + 10 * MINUTE)
}

function projectOf(filled: Filled, name: string) {
  const project = filled.projects.get(name)
  if (!project) throw new Error(`the demo has no project ${name}`)
  return project
}

function personOf(filled: Filled, name: string): Actor {
  return filled.people.get(name) ?? (name === ADMIN.name ? filled.admin : missing(name))
}

function missing(name: string): never {
  throw new Error(`nobody in the demo is called ${name}`)
}
