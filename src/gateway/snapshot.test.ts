import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Database } from '../platform/db/database.ts'
import { readSnapshot, type Snapshot, type SnapshotSource } from './snapshot.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const at = new Date('2026-11-23T05:00:00Z')
const stored = (projectId: string, lastFour: string) => ({ projectId, lastFour, baseUrl: null, setAt: at })
const quiet = { warn: () => {} }

function source(keys: ReturnType<typeof stored>[], open: SnapshotSource['openProviderKey']): SnapshotSource {
  return { livingKeys: async () => [], providerKeys: async () => keys, openProviderKey: open }
}
const read = (from: SnapshotSource, former: Snapshot | null) => readSnapshot(database.db, 1, from, former, quiet)

test('a stored key is opened once, until another is stored in its place', async () => {
  const opened: string[] = []
  const open = async (projectId: string) => {
    opened.push(projectId)
    return { secret: `sk-${opened.length}`, baseUrl: null }
  }
  const first = await read(source([stored('a', 'aaaa'), stored('b', 'bbbb')], open), null)
  const second = await read(source([stored('a', 'aaaa'), stored('b', 'cccc')], open), first)
  expect(opened).toEqual(['a', 'b', 'b'])
  expect(second.providerKeys.get('a')?.authorization).toBe('Bearer sk-1')
  expect(second.providerKeys.get('b')?.authorization).toBe('Bearer sk-3')
  expect(second.isPartial).toBe(false)
})

test('a key that does not open leaves its own project without one, and is to be asked for again', async () => {
  const open = async (projectId: string) => {
    if (projectId === 'a') throw new Error('KMS does not answer')
    return projectId === 'b' ? { secret: 'sk-b', baseUrl: null } : null
  }
  const snapshot = await read(source([stored('a', 'aaaa'), stored('b', 'bbbb'), stored('c', 'cccc')], open), null)
  expect([...snapshot.providerKeys.keys()]).toEqual(['b'])
  expect(snapshot.isPartial).toBe(true)
})
