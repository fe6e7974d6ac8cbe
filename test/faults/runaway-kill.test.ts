import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, inject, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { forgetTheDead } from './leases.ts'
import {
  expectBlocksWhole,
  expectEveryCrossing,
  expectNoReadingLost,
  expectOneAlertPerCrossing,
  openBlocks,
  tellWhatHappened,
  workOff,
} from './runaway-truth.ts'
import { openRunawayWorld } from './runaway-world.ts'
import { killServerProcesses, startServerProcess } from './server-process.ts'

const kind = inject('postgresUrl') ? 'postgres' : 'embedded'
/** Together more than a hundred. */
const KILLS = { embedded: 40, postgres: 65 }[kind]
const LONGEST_LIFE_MS = 1_200

let cleanUp = async () => {}

afterEach(async () => {
  killServerProcesses()
  await cleanUp()
})

test(`a server killed at ${KILLS} moments of a runaway loses no reading, alerts once, and stops and frees wholly`, async () => {
  const world = await openRunawayWorld(kind)
  cleanUp = world.close
  const { simulator, environment, withRuntime } = world
  const projects = await world.setUp()
  const before = new Map(projects.map(({ externalId }) => [externalId, simulator.limitState(externalId)]))
  world.start(projects)
  world.beFlaky(true)
  for (let killed = 0; killed < KILLS; killed += 1) {
    const server = await startServerProcess({ environment })
    void world.interfere(server.url, projects)
    await wait(randomInt(0, LONGEST_LIFE_MS))
    await server.kill()
  }
  world.beFlaky(false)
  const at = world.freeze()
  await withRuntime(async (runtime) => {
    await forgetTheDead(runtime.database)
    await runtime.polls.pollNow({ signal: AbortSignal.timeout(60_000) })
    await workOff(runtime)
    await expectNoReadingLost(runtime, world, projects, at)
    await expectEveryCrossing(runtime, world, projects, at)
    expect(await expectOneAlertPerCrossing(runtime, world)).toBeGreaterThan(0)
    await expectBlocksWhole(runtime, world, before, projects)
    for (const id of await openBlocks(runtime)) {
      await runtime.blocking.decideRelease(commandActor, id, { approve: true, reason: '시험이 끝났습니다.' })
    }
    await workOff(runtime)
    for (const { externalId } of projects) expect(simulator.limitState(externalId)).toEqual(before.get(externalId))
    await tellWhatHappened(runtime, `${KILLS} kills`)
  })
}, 400_000)
