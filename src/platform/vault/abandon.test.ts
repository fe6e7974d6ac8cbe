import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { MasterKeySource } from './master-key.ts'
import { createVault, type Vault } from './vault.ts'

let database: Database
let folder: string
let path: string
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'finops-abandon-'))
  path = join(folder, 'master.key')
  await sql`truncate secrets, vault_state`.execute(database.db)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (masterKey: MasterKeySource) => createVault({ db: database.db, clock: systemClock, masterKey })
const onFile = () => open({ from: 'generated', path })
const variable = () => ({ from: 'variable', value: randomBytes(32).toString('base64') }) as const
const seal = (vault: Vault, owner: string) =>
  database.db.transaction().execute((tx) => vault.seal(tx, owner, `secret of ${owner}`))
const abandon = (vault: Vault) => database.db.transaction().execute((tx) => vault.abandonLost(tx))

test('a vault whose key is there has nothing to lose', async () => {
  const vault = onFile()
  await seal(vault, 'test:1')
  expect(await vault.findLosses()).toEqual({ owners: [], keyIds: [], total: 1 })
  expect((await abandon(vault)).owners).toEqual([])
  expect(await onFile().open(database.db, 'test:1')).toBe('secret of test:1')
})

test('looking for losses makes no key; abandoning them makes one that everything goes on with', async () => {
  await seal(onFile(), 'test:1')
  rmSync(path)
  expect(await onFile().findLosses()).toMatchObject({ owners: ['test:1'], total: 1 })
  expect(existsSync(path)).toBe(false)
  const { keyId, owners } = await abandon(onFile())
  expect(owners).toEqual(['test:1'])
  expect(await onFile().check()).toEqual({ keyId })
  await seal(onFile(), 'test:1')
  expect(await onFile().open(database.db, 'test:1')).toBe('secret of test:1')
})

test('only what does not open goes: what is under a key at hand stays', async () => {
  const [former, next] = [variable(), variable()]
  const vault = createVault({ db: database.db, clock: systemClock, masterKey: former, nextKey: next })
  for (const owner of ['test:1', 'test:2', 'test:3']) await seal(vault, owner)
  const stop = () => {
    throw new Error('killed')
  }
  await expect(vault.rotate(null, { batchSize: 2, onProgress: stop })).rejects.toThrow('killed')
  const left = open(next)
  expect((await left.findLosses()).owners).toHaveLength(1)
  expect((await abandon(left)).owners).toHaveLength(1)
  expect(await left.findLosses()).toEqual({ owners: [], keyIds: [], total: 2 })
})

test('the new key file of an unfinished rotation is not passed over', async () => {
  await seal(onFile(), 'test:1')
  const stop = () => {
    throw new Error('killed')
  }
  await expect(onFile().rotate(null, { onProgress: stop })).rejects.toThrow('killed')
  rmSync(path)
  const unfinished = expect.objectContaining({ problem: 'rotation-unfinished' })
  await expect(onFile().findLosses()).rejects.toEqual(unfinished)
  await expect(abandon(onFile())).rejects.toEqual(unfinished)
  renameSync(`${path}.next`, path)
  expect(await onFile().open(database.db, 'test:1')).toBe('secret of test:1')
})

test('a KMS that does not answer is no loss', async () => {
  await seal(open(variable()), 'test:1')
  await sql`update secrets set key_id = 'kms:somewhere'`.execute(database.db)
  const kms = createVault({
    db: database.db,
    clock: systemClock,
    masterKey: { from: 'kms', keyId: 'arn:aws:kms:ap-northeast-2:111122223333:key/x' },
    awsEndpointUrl: 'http://127.0.0.1:1',
  })
  await expect(abandon(kms)).rejects.toEqual(expect.objectContaining({ problem: 'kms-failed' }))
})
