import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { startUpstream } from '../gateway/upstream.ts'
import { addProject, settle, storeProviderKey, until } from '../gateway/workbench.ts'
import { answerWithIds, startCallers } from './gateway-callers.ts'

/** `GATEWAY_OUTAGE_SECONDS=30` for the long run. */
const OUTAGE_MS = Number(process.env.GATEWAY_OUTAGE_SECONDS ?? 4) * 1_000

/** The way to a database, which can be cut: connections break in the middle, and no new one gets through. */
async function cuttableWay(target: URL) {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(target)
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: url.toString(),
    cut(is: boolean) {
      isCut = is
      if (is) for (const socket of open) socket.destroy()
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

test.runIf(process.env.TEST_DATABASE_URL)(
  'two gateway processes go on without the database, refuse what was blocked, and hand everything over when it is back',
  async () => {
    const server = inject('postgresUrl')
    const name = `gateway_${randomBytes(6).toString('hex')}`
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(`create database ${name} template ${inject('postgresTemplate')}`)
    const target = new URL(server)
    target.pathname = `/${name}`
    const way = await cuttableWay(target)
    const upstream = await startUpstream()
    answerWithIds(upstream)
    const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'finops-gateway-database-')))
    const start = async (folder: string): Promise<{ runtime: Runtime; url: string }> => {
      const config = readConfig({
        DATA_DIR: folder,
        DATABASE_URL: way.url,
        OPENAI_BASE_URL: upstream.url,
        PORT: '0',
        MASTER_KEY: '07'.repeat(32),
      })
      const runtime = await openRuntime(config, {
        log: createLog('silent'),
        roles: { web: false, jobs: false, gateway: true },
      })
      return { runtime, url: await runtime.start() }
    }
    const gateways = [await start(folders[0] ?? ''), await start(folders[1] ?? '')]
    const { runtime } = gateways[0] ?? (await start(folders[0] ?? ''))
    const project = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
    const blocked = await addProject(runtime, { team: '개발팀', name: '검색' })
    for (const { id } of [project, blocked]) await storeProviderKey(runtime, id, 'sk-upstream-key-000000')
    const asked = performance.now()
    await runtime.blocking.blockProject(commandActor, blocked.id, {
      grade: 'stop',
      reason: '점검',
      until: { kind: 'approval' },
    })
    for (const gateway of gateways) await settle(gateway)
    const refusedAfterMs = performance.now() - asked
    const callers = gateways.map(({ url }) => {
      const group = startCallers(4)
      group.pointTo(url, project.key)
      return group
    })
    const read = () => callers.reduce((sum, group) => sum + group.read.size, 0)
    await until(() => read() > 50)
    way.cut(true)
    const before = read()
    await wait(OUTAGE_MS)
    expect(read()).toBeGreaterThan(before + 20)
    for (const { url } of gateways) {
      const answer = await fetch(`${url}/openai/v1/models`, { headers: { authorization: `Bearer ${blocked.key}` } })
      expect(answer.status).toBe(403)
    }
    expect(gateways.every((gateway) => (gateway.runtime.gateway?.figures().spool.waiting ?? 0) > 0)).toBe(true)
    way.cut(false)
    await wait(200)
    await Promise.all(callers.map((group) => group.stop()))
    await until(() => gateways.every((gateway) => gateway.runtime.gateway?.figures().spool.waiting === 0), 60_000)
    const { rows } = await sql<{ id: string; calls: number }>`
      select response_id as id, count(*) as calls from calls where project_id = ${project.id} group by response_id`.execute(
      runtime.database.db,
    )
    const stored = new Set(rows.map(({ id }) => id))
    expect(callers.flatMap((group) => [...group.read]).filter((id) => !stored.has(id))).toEqual([])
    expect(rows.filter(({ calls }) => calls !== 1)).toEqual([])
    expect(stored.size).toBe(upstream.seen.length)
    expect(callers.map(({ failed }) => failed)).toEqual([0, 0])
    process.stderr.write(
      `blocked on two processes after ${refusedAfterMs.toFixed(0)} ms; ${upstream.seen.length} calls, all recorded, ${OUTAGE_MS / 1_000} s without a database\n`,
    )
    for (const gateway of gateways) await gateway.runtime.close()
    await upstream.close()
    await way.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
  180_000,
)
