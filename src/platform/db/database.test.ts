import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Database } from './database.ts'
import { openEmbedded, WrongMajor } from './embedded.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
  await sql`create table accounts_under_test (id int primary key, amount numeric not null)`.execute(database.db)
  await sql`insert into accounts_under_test select n, 100 from generate_series(1, 10) as n`.execute(database.db)
})
afterAll(() => database.close())

const total = async () =>
  (await sql<{ total: string }>`select sum(amount)::text as total from accounts_under_test`.execute(database.db))
    .rows[0]?.total

test('transactions, errors and rollbacks side by side neither mix nor lose anything', async () => {
  const until = performance.now() + 3_000
  let commits = 0
  const answers: boolean[] = []
  async function transfer(lane: number): Promise<void> {
    for (let round = 0; performance.now() < until; round += 1) {
      const from = ((lane + round) % 10) + 1
      const to = ((lane * 3 + round) % 10) + 1
      const fails = (lane + round) % 4 === 0
      const deed = database.db.transaction().execute(async (tx) => {
        const [low, high] = from < to ? [from, to] : [to, from]
        await sql`select from accounts_under_test where id in (${low}, ${high}) order by id for update`.execute(tx)
        await sql`update accounts_under_test set amount = amount - 0.01 where id = ${from}`.execute(tx)
        if (fails) await sql`select broken from nowhere`.execute(tx)
        await sql`update accounts_under_test set amount = amount + 0.01 where id = ${to}`.execute(tx)
      })
      await deed.then(
        () => (commits += 1),
        () => {},
      )
      const { rows } = await sql<{ echo: string }>`select ${`${lane}-${round}`}::text as echo`.execute(database.db)
      answers.push(rows[0]?.echo === `${lane}-${round}`)
    }
  }
  await Promise.all(Array.from({ length: 20 }, (_, lane) => transfer(lane)))
  expect(commits).toBeGreaterThan(50)
  expect(answers.every(Boolean)).toBe(true)
  expect(await total()).toBe('1000.00')
})

test('money, days and instants come back as they went in', async () => {
  const { rows } = await sql`
    select ${'0.000000000000000000000000000001'}::numeric as tiny, ${'2026-03-29'}::date as day,
      ${new Date('2026-11-23T05:06:07.089Z')}::timestamptz as instant, 9007199254740991::int8 as count`.execute(
    database.db,
  )
  expect(rows[0]).toEqual({
    tiny: '0.000000000000000000000000000001',
    day: '2026-03-29',
    instant: new Date('2026-11-23T05:06:07.089Z'),
    count: 9007199254740991,
  })
})

test('a directory of another PostgreSQL major is refused before it is opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'finops-major-'))
  mkdirSync(join(folder, 'database'))
  writeFileSync(join(folder, 'database', 'PG_VERSION'), '17\n')
  await expect(openEmbedded({ directory: join(folder, 'database') })).rejects.toThrow(WrongMajor)
  rmSync(folder, { recursive: true })
})

async function openWithWorker() {
  const workers: Worker[] = []
  const note = (worker: Worker) => void workers.push(worker)
  process.on('worker', note)
  const embedded = await openEmbedded({ directory: null })
  process.off('worker', note)
  const lost: string[] = []
  embedded.onLost((error) => lost.push(error.message))
  return { embedded, lost, stop: () => Promise.all(workers.map((worker) => worker.terminate())) }
}

test('when the embedded database has died, whoever waits or asks later is told at once, and so is the process', async () => {
  const { embedded, lost, stop } = await openWithWorker()
  const inHand = await embedded.pool.connect()
  const waiting = inHand.query('select count(*) from generate_series(1, 100000000)')
  const queued = embedded.pool.query('select 1')
  const outcomes = Promise.allSettled([waiting, queued])
  await stop()
  await expect(waiting).rejects.toThrow('has stopped')
  inHand.release(true)
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(embedded.pool.query('select 1')).rejects.toThrow('has stopped')
  await expect(embedded.dump()).rejects.toThrow('has stopped')
  expect(lost).toEqual(['the embedded database has stopped'])
  await embedded.close()
})

test('an embedded database that dies while nobody asks ends no process by itself', async () => {
  const { embedded, lost, stop } = await openWithWorker()
  await embedded.pool.query('select 1')
  await stop()
  expect(lost).toHaveLength(1)
  await expect(embedded.pool.query('select 1')).rejects.toThrow('has stopped')
  await embedded.close()
})

test('an embedded database that is closed is not lost', async () => {
  const { embedded, lost } = await openWithWorker()
  await embedded.close()
  expect(lost).toEqual([])
  await expect(embedded.dump()).rejects.toThrow('has stopped')
})
