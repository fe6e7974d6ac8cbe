import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { decrypt, encrypt } from './envelope.ts'
import { createVault } from './vault.ts'

/** KMS as far as the vault uses it: keys that never leave, and an encryption context that must match. */
function createFakeKms() {
  const calls: string[] = []
  let isDown = false
  const keyOf = (id: string) => createHash('sha256').update(`fake ${id}`).digest()
  const answer = (operation: string, body: Record<string, unknown>) => {
    const id = String(body.KeyId)
    const place = JSON.stringify(body.EncryptionContext)
    const bytes = (value: unknown) => Buffer.from(String(value), 'base64')
    if (operation === 'Encrypt') {
      return { CiphertextBlob: encrypt(keyOf(id), bytes(body.Plaintext), place).toString('base64') }
    }
    if (operation === 'Decrypt') {
      return { Plaintext: decrypt(keyOf(id), bytes(body.CiphertextBlob), place).toString('base64') }
    }
    const plain = createHash('sha256').update(`${id} ${place} ${calls.length}`).digest()
    return { Plaintext: plain.toString('base64'), CiphertextBlob: encrypt(keyOf(id), plain, place).toString('base64') }
  }
  const server: Server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    calls.push(operation)
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      try {
        if (isDown) throw new Error('down')
        response.end(JSON.stringify(answer(operation, JSON.parse(text))))
      } catch {
        response.statusCode = 400
        response.end(JSON.stringify({ __type: isDown ? 'DisabledException' : 'InvalidCiphertextException' }))
      }
    })
  })
  return {
    calls,
    server,
    setDown: (down: boolean) => {
      isDown = down
    },
  }
}

const kms = createFakeKms()
let database: Database
let awsEndpointUrl: string

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_REGION', 'ap-northeast-2')
  database = await createTestDatabase()
  await new Promise<void>((done) => kms.server.listen(0, '127.0.0.1', done))
  const address = kms.server.address()
  awsEndpointUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  vi.unstubAllEnvs()
  kms.server.closeAllConnections()
  await new Promise((done) => kms.server.close(done))
  await database.close()
})
beforeEach(() => sql`truncate secrets, vault_state`.execute(database.db))

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/one'
const vaultOn = (keyId: string) =>
  createVault({ db: database.db, clock: systemClock, masterKey: { from: 'kms', keyId }, awsEndpointUrl })

test('data keys come from KMS and secrets open through it', async () => {
  const vault = vaultOn(ARN)
  await database.db.transaction().execute((tx) => vault.seal(tx, 'admin_keys:1', 'plain'))
  await expect(vault.open(database.db, 'admin_keys:1')).resolves.toBe('plain')
  expect(kms.calls).toEqual(['GenerateDataKey', 'Decrypt'])
})

test('a secret that was prepared is stored without asking KMS in the transaction', async () => {
  const store = await vaultOn(ARN).prepare('admin_keys:1', 'plain')
  kms.setDown(true)
  try {
    await database.db.transaction().execute(store)
  } finally {
    kms.setDown(false)
  }
  await expect(vaultOn(ARN).open(database.db, 'admin_keys:1')).resolves.toBe('plain')
})

test('a data key moved to another owner is refused by KMS itself', async () => {
  const vault = vaultOn(ARN)
  await database.db.transaction().execute((tx) => vault.seal(tx, 'admin_keys:1', 'plain'))
  await sql`update secrets set owner = 'admin_keys:2'`.execute(database.db)
  await expect(vault.open(database.db, 'admin_keys:2')).rejects.toEqual(
    expect.objectContaining({ problem: 'secret-damaged' }),
  )
})

test('a rotation to another KMS key leaves every secret readable by either name', async () => {
  await database.db.transaction().execute((tx) => vaultOn('alias/old').seal(tx, 'admin_keys:1', 'plain'))
  await vaultOn('alias/old').rotate({ from: 'kms', keyId: 'alias/new' })
  await expect(vaultOn('alias/new').open(database.db, 'admin_keys:1')).resolves.toBe('plain')
  await expect(vaultOn('alias/old').open(database.db, 'admin_keys:1')).resolves.toBe('plain')
})

test('KMS that refuses is reported as KMS, and nothing is stored', async () => {
  kms.setDown(true)
  try {
    const attempt = database.db.transaction().execute((tx) => vaultOn(ARN).seal(tx, 'admin_keys:1', 'plain'))
    await expect(attempt).rejects.toEqual(expect.objectContaining({ problem: 'kms-failed' }))
  } finally {
    kms.setDown(false)
  }
  expect((await sql`select 1 from secrets`.execute(database.db)).rows).toEqual([])
})
