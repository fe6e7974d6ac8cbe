import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, inject, test } from 'vitest'
import { killCount } from './kill-count.ts'
import { expectEverythingTrue } from './runaway-truth.ts'
import { openRunawayWorld } from './runaway-world.ts'
import { killServerProcesses, startServerProcess } from './server-process.ts'

const kind = inject('postgresUrl') ? 'postgres' : 'embedded'
const KILLS = killCount({ embedded: 12, postgres: 20 }[kind])
const LONGEST_LIFE_MS = 1_200

let cleanUp = async () => {}

afterEach(async () => {
  killServerProcesses()
  await cleanUp()
})

test(`a server killed at ${KILLS} moments of a runaway loses no reading, alerts once, and stops and frees wholly`, async () => {
  const world = await openRunawayWorld(kind)
  cleanUp = world.close
  const { simulator, environment } = world
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
  const { crossings } = await expectEverythingTrue(world, { projects, before, what: `${KILLS} kills` })
  expect(crossings).toBeGreaterThan(0)
}, 1_800_000)
