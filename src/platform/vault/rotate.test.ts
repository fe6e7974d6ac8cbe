import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import { type Database, openEmbeddedDatabase } from '../db/database.ts'
import type { MasterKeySource } from './master-key.ts'
import { createVault, type Vault } from './vault.ts'

const SECRETS = 12
let database: Database
let folder: string
let path: string

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'finops-vault-'))
  path = join(folder, 'master.key')
  await sql`truncate secrets, vault_state`.execute(database.db)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (masterKey: MasterKeySource, nextKey: MasterKeySource | null = null) =>
  createVault({ db: database.db, clock: systemClock, masterKey, nextKey })
const onFile = () => open({ from: 'generated', path })
const variable = () => ({ from: 'variable', value: randomBytes(32).toString('base64') }) as const

async function fill(vault: Vault): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    for (let index = 0; index < SECRETS; index += 1) await vault.seal(tx, `test:${index}`, `secret ${index}`)
  })
}
async function expectAllReadable(vault: Vault, db = database.db, count = SECRETS): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await expect(vault.open(db, `test:${index}`)).resolves.toBe(`secret ${index}`)
  }
}
const stopAfter = (batches: number) => {
  let left = batches
  return () => {
    left -= 1
    if (left === 0) throw new Error('killed')
  }
}
async function keyIds(): Promise<number> {
  const { rows } = await sql<{ key_id: string }>`select distinct key_id from secrets`.execute(database.db)
  return rows.length
}

test('a rotation of the key file leaves one key, one file and every secret readable', async () => {
  const vault = onFile()
  await fill(vault)
  const before = readFileSync(path, 'utf8')
  const progress: { done: number; total: number }[] = []
  const result = await vault.rotate(null, { batchSize: 5, onProgress: (step) => progress.push(step) })
  expect(result.rewrapped).toBe(SECRETS)
  expect(progress).toEqual([5, 10, 12].map((done) => ({ done, total: SECRETS })))
  expect(readFileSync(path, 'utf8')).not.toBe(before)
  expect(existsSync(`${path}.next`)).toBe(false)
  const former = { from: 'file', path: `${path}.${result.formerKeyId.slice('local:'.length)}.old` } as const
  expect(result.formerFile).toBe(former.path)
  expect(readFileSync(former.path, 'utf8')).toBe(before)
  expect(statSync(former.path).mode & 0o777).toBe(0o600)
  expect(await keyIds()).toBe(1)
  await expectAllReadable(vault)
  await expectAllReadable(onFile())
})

test('a rotation touches data keys only', async () => {
  const vault = onFile()
  await fill(vault)
  const ciphertexts = () => sql`select id, ciphertext from secrets order by id`.execute(database.db)
  const before = (await ciphertexts()).rows
  await vault.rotate(null)
  expect((await ciphertexts()).rows).toEqual(before)
})

test('a rotation stopped half-way leaves every secret readable and is finished by running it again', async () => {
  await fill(onFile())
  await expect(onFile().rotate(null, { batchSize: 5, onProgress: stopAfter(1) })).rejects.toThrow('killed')
  expect(await keyIds()).toBe(2)
  expect(statSync(`${path}.next`).mode & 0o777).toBe(0o600)
  await expectAllReadable(onFile())
  expect((await onFile().rotate(null)).rewrapped).toBe(SECRETS - 5)
  await expectAllReadable(onFile())
})

test('a rotation stopped before the file got its final name is finished by running it again', async () => {
  await fill(onFile())
  await expect(onFile().rotate(null, { onProgress: stopAfter(1) })).rejects.toThrow('killed')
  await expectAllReadable(onFile())
  expect((await onFile().rotate(null)).rewrapped).toBe(0)
  expect(existsSync(`${path}.next`)).toBe(false)
  await expectAllReadable(onFile())
})

test('what is sealed during a rotation, also by a process that knew only the old key, survives it', async () => {
  const server = onFile()
  await fill(server)
  await expect(onFile().rotate(null, { batchSize: 5, onProgress: stopAfter(1) })).rejects.toThrow('killed')
  await database.db.transaction().execute((tx) => server.seal(tx, 'test:new', 'sealed meanwhile'))
  await onFile().rotate(null)
  await expectAllReadable(server)
  await expect(onFile().open(database.db, 'test:new')).resolves.toBe('sealed meanwhile')
})

test('what was prepared before a rotation and is stored after it is under the new key', async () => {
  const server = onFile()
  await fill(server)
  const store = await server.prepare('test:new', 'prepared before')
  await onFile().rotate(null)
  await database.db.transaction().execute(store)
  expect(await keyIds()).toBe(1)
  await expect(onFile().open(database.db, 'test:new')).resolves.toBe('prepared before')
})

test('with variables both keys read until it is done, then the new one alone', async () => {
  const [present, next] = [variable(), variable()]
  await fill(open(present))
  await expect(open(present, next).rotate(null, { batchSize: 5, onProgress: stopAfter(1) })).rejects.toThrow('killed')
  await expectAllReadable(open(present, next))
  await open(present).rotate(next)
  await expectAllReadable(open(next))
  await expect(open(present).check()).rejects.toEqual(expect.objectContaining({ problem: 'wrong-master-key' }))
})

test('a rotation without a new key, or to the present key, is refused and changes nothing', async () => {
  const present = variable()
  await fill(open(present))
  await expect(open(present).rotate(null)).rejects.toEqual(expect.objectContaining({ problem: 'new-key-needed' }))
  await expect(open(present).rotate(present)).rejects.toEqual(expect.objectContaining({ problem: 'same-key' }))
  await expectAllReadable(open(present))
})

test('a key file that others may read, is broken or was lost is refused, and a lost one is not replaced', async () => {
  await fill(onFile())
  const content = readFileSync(path, 'utf8')
  rmSync(path)
  writeFileSync(path, content, { mode: 0o644 })
  await expect(onFile().check()).rejects.toEqual(expect.objectContaining({ problem: 'key-file-open' }))
  rmSync(path)
  await expect(onFile().check()).rejects.toEqual(expect.objectContaining({ problem: 'key-file-missing' }))
  expect(existsSync(path)).toBe(false)
  writeFileSync(path, 'not a key', { mode: 0o600 })
  await expect(onFile().check()).rejects.toEqual(expect.objectContaining({ problem: 'key-file-invalid' }))
})

test('two rotations at once end with one key and every secret readable', async () => {
  await fill(onFile())
  await Promise.all([onFile(), onFile()].map((vault) => vault.rotate(null, { batchSize: 3 })))
  expect(await keyIds()).toBe(1)
  await expectAllReadable(onFile())
})

test('two first starts at once agree on one generated key', async () => {
  const ids = await Promise.all([onFile(), onFile(), onFile()].map((vault) => vault.check()))
  expect(new Set(ids.map(({ keyId }) => keyId)).size).toBe(1)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a rotation killed with SIGKILL leaves every secret readable and can be finished', {
  timeout: 60_000,
}, async () => {
  const directory = join(folder, 'db')
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./rotation.fixture.ts', import.meta.url)),
    directory,
    path,
  ])
  const exited = new Promise<string | null>((done) => child.on('exit', (_code, signal) => done(signal)))
  for await (const line of createInterface(child.stdout)) {
    if (line === 'batch 4') child.kill('SIGKILL')
  }
  expect(await exited).toBe('SIGKILL')
  const left = await openEmbeddedDatabase({ directory })
  try {
    const vault = createVault({ db: left.db, clock: systemClock, masterKey: { from: 'generated', path } })
    await expectAllReadable(vault, left.db, 40)
    const { rewrapped } = await vault.rotate(null)
    expect(rewrapped).toBeGreaterThan(0)
    await expectAllReadable(vault, left.db, 40)
  } finally {
    await left.close()
  }
})
