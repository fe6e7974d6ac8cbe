import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Runtime } from '../../src/app.ts'
import { commandActor } from '../../src/people/actor.ts'
import { startOfDay } from '../../src/platform/cost-day.ts'
import { compareDecimals } from '../../src/platform/money.ts'
import type { LimitState } from '../../src/simulator/index.ts'
import { forgetTheDead } from './leases.ts'
import {
  ADMIN,
  amountAt,
  LEAD,
  PERCENTS,
  type RunawayWorld,
  SLACK_CHANNELS,
  type WatchedProject,
} from './runaway-world.ts'

/** The world stands still, what is left is worked off, and everything is compared with what happened; then all is released. */
export async function expectEverythingTrue(
  world: RunawayWorld,
  given: { projects: readonly WatchedProject[]; before: ReadonlyMap<string, LimitState>; what: string },
): Promise<{ crossings: number }> {
  const { projects, before, what } = given
  const at = world.freeze()
  return world.withRuntime(async (runtime) => {
    await forgetTheDead(runtime.database)
    await runtime.polls.pollNow({ signal: AbortSignal.timeout(60_000) })
    await workOff(runtime)
    await expectNoReadingLost(runtime, world, projects, at)
    await expectEveryCrossing(runtime, world, projects, at)
    const crossings = await expectOneAlertPerCrossing(runtime, world)
    await expectBlocksWhole(runtime, world, before, projects)
    for (const id of await openBlocks(runtime)) {
      await runtime.blocking.decideRelease(commandActor, id, { approve: true, reason: '시험이 끝났습니다.' })
    }
    await workOff(runtime)
    for (const { externalId } of projects) {
      expect(world.simulator.limitState(externalId)).toEqual(before.get(externalId))
    }
    await tellWhatHappened(runtime, what)
    return { crossings }
  })
}

/** Everything that was read, decided and queued has been worked off. */
async function workOff(runtime: Runtime): Promise<void> {
  await expect
    .poll(
      async () => {
        await runtime.channels.deliverWaiting()
        await runtime.blocking.carryOut()
        await runtime.blocking.watch()
        return leftOver(runtime)
      },
      { timeout: 60_000, interval: 200 },
    )
    .toEqual({ messages: 0, targets: 0, releasing: 0 })
}

async function leftOver({ database }: Runtime) {
  const { rows } = await sql<{ messages: number; targets: number; releasing: number }>`
    select (select count(*)::int from deliveries where state = 'waiting') as messages,
      (select count(*)::int from limit_targets where handled < version) as targets,
      (select count(*)::int from blocks where state = 'releasing') as releasing`.execute(database.db)
  return rows[0]
}

type Delivery = {
  key: string
  channel: string
  target: string
  state: string
  twice: boolean
  subject: string
  name: string
}

/** Each crossing has one message, which each channel and each person has once: twice only where the row says that it may be so. */
async function expectOneAlertPerCrossing({ database }: Runtime, world: RunawayWorld): Promise<number> {
  const { rows: crossings } = await sql<{ key: string }>`
    select 'crossed:' || breach_id || ':' || generation || ':' || max(percent) as key
    from breach_levels group by breach_id, generation, crossed_at order by 1`.execute(database.db)
  const { rows: notices } = await sql<{ key: string }>`
    select key from notices where key like 'crossed:%' order by 1`.execute(database.db)
  expect(notices).toEqual(crossings)

  const { rows: deliveries } = await sql<Delivery>`
    select delivery.notice_key as key, channel, coalesce(target_name, target) as target, state, possibly_twice as twice,
      notice.body ->> 'headline' as subject, project.name
    from deliveries delivery join notices notice on notice.key = notice_key join projects project on project.id = notice.project_id
    where notice_key like 'crossed:%'`.execute(database.db)
  const targets = [...SLACK_CHANNELS, ADMIN, LEAD].toSorted()
  for (const [key, sent] of Map.groupBy(deliveries, (delivery) => delivery.key)) {
    expect(sent.map(({ target }) => target).toSorted(), key).toEqual(targets)
  }
  expect(deliveries).toHaveLength(crossings.length * targets.length)
  for (const delivery of deliveries) {
    expect(delivery.state, `${delivery.key} to ${delivery.target}`).toBe('sent')
    const arrived = arrivalsOf(world, delivery)
    if (arrived !== 1)
      expect({ arrived: Math.min(arrived, 1), twice: delivery.twice }).toEqual({ arrived: 1, twice: true })
  }
  return crossings.length
}

/** How often the far side has taken it. */
function arrivalsOf(world: RunawayWorld, delivery: Delivery): number {
  const words = delivery.subject.replace(/^🚨 /, '')
  if (delivery.channel === 'mail') {
    const mails = world.postOffice.received.filter(({ to }) => to.includes(delivery.target))
    return mails.filter(({ subject }) => subject.includes(words) && subject.includes(delivery.name)).length
  }
  const posts = world.slack.messages.filter(({ path }) => path.includes(delivery.target))
  return posts
    .map((post) => JSON.stringify(post))
    .filter((text) => text.includes(words) && text.includes(delivery.name)).length
}

/** Open: everything that can be shut is shut. Otherwise: to the last figure as it was before. */
async function expectBlocksWhole(
  { database }: Runtime,
  world: RunawayWorld,
  before: ReadonlyMap<string, LimitState>,
  projects: readonly WatchedProject[],
): Promise<void> {
  const { rows: open } = await sql<{ id: string; grade: string }>`
    select project_id as id, grade from blocks where state = 'open'`.execute(database.db)
  for (const { id, externalId, name } of projects) {
    const original = before.get(externalId)
    const now = world.simulator.limitState(externalId)
    const block = open.find((one) => one.id === id)
    if (!block) expect(now, `${name} is free`).toEqual(original)
    else if (block.grade === 'stop') expectShut(now, name)
    else expectSlowed(now, original, name)
  }
}

function expectShut({ spendLimitCents, rateLimits }: LimitState, name: string): void {
  expect(spendLimitCents, name).not.toBeNull()
  const live = rateLimits.filter(({ model }) => !model.startsWith('ft:') && !model.endsWith('-shared'))
  expect(
    live.filter((row) => row.max_requests_per_1_minute !== 0).map(({ model }) => model),
    name,
  ).toEqual([])
}

function expectSlowed(
  { spendLimitCents, rateLimits }: LimitState,
  original: LimitState | undefined,
  name: string,
): void {
  expect(spendLimitCents, name).toBe(original?.spendLimitCents)
  for (const row of rateLimits) {
    const full = original?.rateLimits.find(({ id }) => id === row.id)?.max_requests_per_1_minute ?? 0
    const isFixed = row.model.startsWith('ft:') || row.model.endsWith('-shared')
    expect(row.max_requests_per_1_minute, `${name} ${row.model}`).toBe(
      isFixed ? full : Math.max(1, Math.floor(full / 10)),
    )
  }
}

async function openBlocks({ database }: Runtime): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from blocks where state = 'open'`.execute(database.db)
  return rows.map(({ id }) => id)
}

/** By what happened at the provider, not by what we noted: each level that was reached is crossed once, and none else. */
async function expectEveryCrossing(
  { database }: Runtime,
  world: RunawayWorld,
  projects: readonly WatchedProject[],
  at: Date,
): Promise<void> {
  const { rows } = await sql<{ id: string; percent: number; effect: string; blocked: boolean }>`
    select breach.project_id as id, level.percent, level.effect,
      exists (select 1 from blocks block where block.project_id = breach.project_id) as blocked
    from breach_levels level join breaches breach on breach.id = level.breach_id order by level.percent`.execute(
    database.db,
  )
  for (const { id, externalId, name } of projects) {
    const happened = world.simulator.spent(externalId, startOfDay(world.today()), at)
    const reached = PERCENTS.filter((percent) => compareDecimals(happened, amountAt(percent)) >= 0)
    const own = rows.filter((row) => row.id === id)
    expect(
      own.map(({ percent }) => percent),
      `${name} at ${happened}`,
    ).toEqual(reached)
    for (const { percent, effect, blocked } of own) {
      if (effect !== 'notify') expect(blocked, `${name} is to be held at ${percent} %`).toBe(true)
    }
  }
}

/** To the last token: what the ledger says is what happened. */
async function expectNoReadingLost(
  { database }: Runtime,
  world: RunawayWorld,
  projects: readonly WatchedProject[],
  at: Date,
): Promise<void> {
  const today = world.today()
  const { rows } = await sql<{ id: string; spend: string }>`
    select project_id as id, trim_scale(amount)::text as spend from project_days where cost_day = ${today}`.execute(
    database.db,
  )
  for (const { id, externalId, name } of projects) {
    const happened = world.simulator.spent(externalId, startOfDay(today), at)
    const booked = rows.find((row) => row.id === id)?.spend ?? '0'
    expect(compareDecimals(booked, happened), `${name}: booked ${booked}, happened ${happened}`).toBe(0)
  }
}

/** One line for whoever runs the test: how much happened to what was checked. */
async function tellWhatHappened({ database }: Runtime, what: string): Promise<void> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from breaches) as breaches, (select count(*)::int from breach_levels) as levels,
      (select count(*)::int from notices) as messages, (select count(*)::int from deliveries) as deliveries,
      (select count(*)::int from deliveries where possibly_twice) as "possibly twice",
      (select count(*)::int from blocks) as blocks, (select count(*)::int from limit_holds) as "limits held"`.execute(
    database.db,
  )
  const counts = Object.entries(rows[0] ?? {}).map(([name, count]) => `${count} ${name}`)
  process.stdout.write(`${[what, ...counts].join(' · ')}\n`)
}
