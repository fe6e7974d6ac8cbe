import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { createVault, type Vault } from './vault.ts'

let database: Database
let vault: Vault
const masterKey = { from: 'variable', value: randomBytes(32).toString('hex') } as const
const other = { from: 'variable', value: randomBytes(32).toString('base64') } as const

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await sql`truncate secrets, vault_state`.execute(database.db)
  vault = createVault({ db: database.db, clock: systemClock, masterKey })
})

const seal = (owner: string, text: string) => database.db.transaction().execute((tx) => vault.seal(tx, owner, text))
const refusal = (problem: string) => expect.objectContaining({ problem })

test('a sealed secret opens again, whatever characters it holds', async () => {
  await seal('admin_keys:1', 'sk-admin-비밀-🔑')
  await expect(vault.open(database.db, 'admin_keys:1')).resolves.toBe('sk-admin-비밀-🔑')
})

test('the same text sealed twice shares no byte string', async () => {
  await seal('admin_keys:1', 'same')
  await seal('admin_keys:2', 'same')
  const { rows } = await sql<{ count: number }>`
    select count(distinct ciphertext) + count(distinct wrapped_key) as count from secrets`.execute(database.db)
  expect(rows[0]?.count).toBe(4)
})

test('sealing again replaces the secret', async () => {
  await seal('admin_keys:1', 'old')
  await seal('admin_keys:1', 'new')
  await expect(vault.open(database.db, 'admin_keys:1')).resolves.toBe('new')
})

test('a removed or unknown secret is missing', async () => {
  await seal('admin_keys:1', 'x')
  await database.db.transaction().execute((tx) => vault.remove(tx, 'admin_keys:1'))
  await expect(vault.open(database.db, 'admin_keys:1')).rejects.toEqual(refusal('secret-missing'))
})

test('a transaction that is rolled back stores nothing', async () => {
  const deed = database.db.transaction().execute(async (tx) => {
    await vault.seal(tx, 'admin_keys:1', 'x')
    throw new Error('failed')
  })
  await expect(deed).rejects.toThrow('failed')
  await expect(vault.open(database.db, 'admin_keys:1')).rejects.toEqual(refusal('secret-missing'))
})

test('bytes moved to another row or owner do not open', async () => {
  await seal('admin_keys:1', 'first')
  await seal('admin_keys:2', 'second')
  await sql`update secrets set (wrapped_key, ciphertext) =
    (select wrapped_key, ciphertext from secrets where owner = 'admin_keys:1') where owner = 'admin_keys:2'`.execute(
    database.db,
  )
  await expect(vault.open(database.db, 'admin_keys:2')).rejects.toEqual(refusal('secret-damaged'))
  await sql`update secrets set owner = 'admin_keys:3' where owner = 'admin_keys:1'`.execute(database.db)
  await expect(vault.open(database.db, 'admin_keys:3')).rejects.toEqual(refusal('secret-damaged'))
})

test.each(['wrapped_key', 'ciphertext'])('a flipped bit anywhere in %s is detected', async (column) => {
  await seal('admin_keys:1', 'x')
  const { rows } = await sql<{ bytes: Buffer }>`select ${sql.ref(column)} as bytes from secrets`.execute(database.db)
  const original = rows[0]?.bytes ?? Buffer.alloc(0)
  for (let at = 0; at < original.length; at += 1) {
    const changed = Buffer.from(original)
    changed[at] = (changed[at] ?? 0) ^ 1
    await sql`update secrets set ${sql.ref(column)} = ${changed}`.execute(database.db)
    await expect(vault.open(database.db, 'admin_keys:1')).rejects.toEqual(refusal('secret-damaged'))
  }
  await sql`update secrets set ${sql.ref(column)} = ${original.subarray(0, 20)}`.execute(database.db)
  await expect(vault.open(database.db, 'admin_keys:1')).rejects.toEqual(refusal('secret-damaged'))
})

test('a wrong master key is named instead of giving garbage', async () => {
  await seal('admin_keys:1', 'x')
  const { keyId } = await vault.check()
  const wrong = createVault({ db: database.db, clock: systemClock, masterKey: other })
  await expect(wrong.check()).rejects.toThrow(keyId)
  await expect(wrong.open(database.db, 'admin_keys:1')).rejects.toEqual(refusal('wrong-master-key'))
  const attempt = database.db.transaction().execute((tx) => wrong.seal(tx, 'admin_keys:2', 'y'))
  await expect(attempt).rejects.toEqual(refusal('wrong-master-key'))
})

test('no error carries the master key or the secret', async () => {
  await seal('admin_keys:1', 'sk-admin-planted')
  await sql`update secrets set ciphertext = wrapped_key`.execute(database.db)
  const error = await vault.open(database.db, 'admin_keys:1').catch((reason: unknown) => reason)
  expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/planted/)
  expect(`${error} ${JSON.stringify(error)}`).not.toContain(masterKey.value)
})
