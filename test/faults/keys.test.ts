import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'
import { createVault } from '../../src/platform/vault/vault.ts'
import { runSimulator } from '../../src/simulator/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'finops-keys-'))
const program = fileURLToPath(new URL('../../bin/finops.mjs', import.meta.url))
let outside: Awaited<ReturnType<typeof runSimulator>>

beforeAll(async () => {
  outside = await runSimulator({ port: 0, seed: 7, organizations: 1, historyDays: 3 })
})
afterAll(async () => {
  await outside.close()
  rmSync(folder, { recursive: true, force: true })
})

const environmentOf = (dataDir: string, more: Record<string, string>) => ({
  DATA_DIR: dataDir,
  PORT: '0',
  OPENAI_BASE_URL: outside.url,
  ...more,
})

async function finops(dataDir: string, args: string[], more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? '', ...environmentOf(dataDir, more) }
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env })
  child.stdin.end()
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  return { code, stdout, stderr }
}

async function inside<T>(dataDir: string, more: Record<string, string>, work: (runtime: Runtime) => Promise<T>) {
  const config = readConfig(environmentOf(dataDir, more))
  const runtime = await openRuntime(config, { log: createLog('silent'), roles: { web: false, jobs: false } })
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

/** A workspace with one team, its Admin key, and a project whose OpenAI key is stored for the gateway. */
async function workspace(name: string, more: Record<string, string> = {}) {
  const dataDir = join(folder, name)
  const { full: key, projectKey: openAiKey } = outside.simulator.keys
  const { id, projectId } = await inside(dataDir, more, async ({ people, teams }) => {
    const person = { email: 'kim@example.com', name: '김지은', password: 'a-long-enough-password', admin: true }
    await people.createPerson({ ...person, workspaceName: '워크스페이스' })
    const team = await teams.teams.create(commandActor, '마케팅팀')
    const project = await teams.projects.create(commandActor, { teamId: team.id, name: '답장 봇' })
    await teams.providerKeys.set(commandActor, project.id, { key: openAiKey, baseUrl: null })
    const admin = await teams.adminKeys.register(commandActor, team.id, { key, baseUrl: null })
    return { id: admin.id, projectId: project.id }
  })
  return { dataDir, key, id, openAiKey, projectId }
}

test('a lost master key destroys nothing by itself, and there is a way out that keeps all but the secrets', async () => {
  const { dataDir, key, id, openAiKey, projectId } = await workspace('lost')
  renameSync(join(dataDir, 'master.key'), join(folder, 'kept.key'))
  const wrong = { MASTER_KEY_FILE: join(folder, 'wrong.key') }
  writeFileSync(wrong.MASTER_KEY_FILE, randomBytes(32).toString('base64'), { mode: 0o600 })

  const refused = { code: 1, stderr: expect.stringContaining('finops keys abandon') }
  expect(await finops(dataDir, ['collect'])).toMatchObject(refused)
  expect(await finops(dataDir, ['collect'], wrong)).toMatchObject(refused)
  expect(existsSync(join(dataDir, 'master.key'))).toBe(false)
  const examined = await finops(dataDir, ['doctor'], wrong)
  expect(examined).toMatchObject({ code: 1, stderr: '' })
  for (const line of ['fail 시작', 'ok   데이터베이스', 'fail 마스터 키', 'ok   OpenAI', 'ok   메일', 'ok   디스크']) {
    expect(examined.stdout).toContain(line)
  }
  expect(await finops(dataDir, ['keys', 'abandon'], wrong)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  })
  const noFile = { MASTER_KEY_FILE: join(folder, 'none.key') }
  expect(await finops(dataDir, ['keys', 'abandon', '--yes'], noFile)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('먼저 만들어'),
  })
  // Nothing of that has cost anything: with the key everything opens.
  const found = { MASTER_KEY_FILE: join(folder, 'kept.key') }
  expect((await finops(dataDir, ['doctor'], found)).code).toBe(0)
  expect(await finops(dataDir, ['keys', 'abandon', '--yes'], found)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('모두 열 수 있습니다'),
  })

  const abandoned = await finops(dataDir, ['keys', 'abandon', '--yes'])
  expect(abandoned).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('마케팅팀: …') })
  expect(abandoned.stdout).toContain(`- 답장 봇: …${openAiKey.slice(-4)}`)
  expect((await finops(dataDir, ['doctor'])).code).toBe(0)
  await inside(dataDir, {}, async ({ teams, database }) => {
    const broken = await teams.adminKeys.get(commandActor, id)
    expect(broken).toMatchObject({ state: 'broken', problem: { code: 'key-unreadable' } })
    const { rows } = await database.pool.query(`select reason from actions where kind = 'secrets.abandoned'`)
    expect(rows).toEqual([{ reason: expect.stringContaining('keys abandon') }])
    expect(await teams.adminKeys.test(commandActor, id)).toMatchObject({ ok: false, code: 'key-unreadable' })
    expect(await teams.adminKeys.replace(commandActor, id, { key, baseUrl: null })).toMatchObject({ state: 'active' })
    expect(await teams.keyDesk.openKey(id)).toMatchObject({ secret: key })
    expect(await teams.providerKeys.open(projectId)).toBeNull()
    await teams.providerKeys.set(commandActor, projectId, { key: openAiKey, baseUrl: null })
    expect(await teams.providerKeys.open(projectId)).toMatchObject({ secret: openAiKey })
  })
}, 180_000)

test('what was abandoned half-way is finished by running it again', async () => {
  const { dataDir, id } = await workspace('half')
  rmSync(join(dataDir, 'master.key'))
  const { database, lock } = await openDatabase(readConfig(environmentOf(dataDir, {})))
  const masterKey = { from: 'generated', path: join(dataDir, 'master.key') } as const
  const vault = createVault({ db: database.db, clock: systemClock, masterKey })
  await database.db.transaction().execute((tx) => vault.abandonLost(tx))
  await database.close()
  await lock?.release()
  expect(await finops(dataDir, ['keys', 'abandon', '--yes'])).toMatchObject({ code: 0, stderr: '' })
  const state = await inside(dataDir, {}, ({ teams }) => teams.adminKeys.get(commandActor, id))
  expect(state).toMatchObject({ state: 'broken', problem: { code: 'key-unreadable' } })
}, 120_000)

test('a rotation of MASTER_KEY that was stopped half-way is finished by the command, and the new value is enough then', async () => {
  const [former, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')]
  const { dataDir, key, id, openAiKey, projectId } = await workspace('variables', { MASTER_KEY: former })
  expect(await finops(dataDir, ['keys', 'rotate'], { MASTER_KEY: former })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('MASTER_KEY_NEXT'),
  })
  const both = { MASTER_KEY: former, MASTER_KEY_NEXT: next }
  const stopped = inside(dataDir, both, ({ vault }) =>
    vault.rotate(null, {
      batchSize: 1,
      onProgress: () => {
        throw new Error('killed')
      },
    }),
  )
  await expect(stopped).rejects.toThrow('killed')
  const copy = join(folder, 'too-early')
  cpSync(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  expect(await finops(copy, ['collect'], { MASTER_KEY: next })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('finops keys rotate를 다시 실행'),
  })

  const finished = await finops(dataDir, ['keys', 'rotate'], both)
  expect(finished).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('비밀 2개를') })
  expect(finished.stdout).toContain('백업을 보관하는 동안')
  expect(finished.stdout).toContain('MASTER_KEY_NEXT의 값을 MASTER_KEY로')
  const opened = await inside(dataDir, { MASTER_KEY: next }, async ({ teams }) => [
    (await teams.keyDesk.openKey(id))?.secret,
    (await teams.providerKeys.open(projectId))?.secret,
  ])
  expect(opened).toEqual([key, openAiKey])
}, 120_000)
