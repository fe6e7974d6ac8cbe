import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallRecord } from '../../calls/index.ts'
import { createLog } from '../../platform/log.ts'
import { readSpool } from './disk.ts'
import { decodeLines, encodeLine } from './line.ts'
import { openSpool, type Spool } from './spool.ts'

const log = createLog('silent')
let dataDir: string
const open: Spool[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'finops-spool-'))
})
afterEach(async () => {
  for (const spool of open.splice(0)) await spool.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function spoolWith(record: (records: readonly CallRecord[]) => Promise<unknown>, maxBytes = 1024 ** 3) {
  const spool = await openSpool({ dataDir, maxBytes, record, log })
  open.push(spool)
  spool.start()
  return spool
}

function call(task = '한글 "작업"\n'): CallRecord {
  return {
    id: randomUUID(),
    projectId: randomUUID(),
    keyId: null,
    source: 'gateway',
    at: new Date('2026-11-23T05:06:07.089Z'),
    endpoint: 'POST /chat/completions',
    kind: 'completions',
    modelAsked: 'gpt-4o',
    modelServed: null,
    responseId: null,
    task,
    intent: null,
    user: null,
    trace: null,
    meta: { a: 'b' },
    status: 200,
    result: 'ok',
    problemCode: null,
    quantities: { inputTokens: 3 },
    batch: false,
    serviceTier: null,
    size: null,
    providerCost: null,
    durationMs: 5,
    firstTokenMs: null,
    retries: null,
    streamed: false,
  }
}

const filesOf = () =>
  readdirSync(join(dataDir, 'spool'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.calls'))
const append = (spool: Spool, record: CallRecord) => new Promise<void>((resolve) => spool.append(record, resolve))

test('a record is in a file when its caller is told, and gone from there once the database has it', async () => {
  const gate = Promise.withResolvers<void>()
  const taken: CallRecord[] = []
  const spool = await spoolWith(async (records) => {
    await gate.promise
    taken.push(...records)
  })
  const records = [call(), call(), call()]
  await Promise.all(records.map((record) => append(spool, record)))
  const written = filesOf().flatMap((name) => decodeLines(readFileSync(join(dataDir, 'spool', name), 'utf8')).records)
  expect(written).toEqual(records)
  gate.resolve()
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ waiting: 0, bytes: 0 }))
  expect(taken).toEqual(records)
  expect(filesOf()).toEqual([])
})

test('a database that refuses for a while gets everything, in order, once it does not', async () => {
  let isGone = true
  const taken: string[] = []
  const spool = await spoolWith(async (records) => {
    if (isGone) throw new Error('connection refused')
    taken.push(...records.map(({ id }) => id))
  })
  const records = Array.from({ length: 30 }, () => call())
  for (const record of records) await append(spool, record)
  await vi.waitFor(() => expect(spool.figures().waiting).toBe(30))
  isGone = false
  await vi.waitFor(() => expect(taken).toEqual(records.map(({ id }) => id)), 10_000)
})

test('what a dead process left behind is adopted by one other; that of a living one is not touched', async () => {
  const orphan = join(dataDir, 'spool', randomUUID())
  mkdirSync(orphan, { recursive: true })
  const left = [call(), call()]
  writeFileSync(join(orphan, '000000001.calls'), left.map(encodeLine).join(''))
  // Killed in the middle of a line.
  appendFileSync(join(orphan, '000000001.calls'), encodeLine(call()).slice(0, 40))
  const blocked = Promise.withResolvers<void>()
  const living = await openSpool({ dataDir, maxBytes: 1024 ** 3, record: () => blocked.promise, log })
  open.push(living)
  await append(living, call())
  const taken: string[] = []
  const record = async (records: readonly CallRecord[]) => void taken.push(...records.map(({ id }) => id))
  const [first, second] = await Promise.all([spoolWith(record), spoolWith(record)])
  await vi.waitFor(() => expect(first.figures().adopted + second.figures().adopted).toBe(2))
  expect(taken.toSorted()).toEqual(left.map(({ id }) => id).toSorted())
  expect(first.figures().damaged + second.figures().damaged).toBe(1)
  expect(living.figures().waiting).toBe(1)
  blocked.resolve()
})

test('a full spool goes on, counts what it could not keep, and keeps nobody waiting', async () => {
  const spool = await spoolWith(() => Promise.reject(new Error('gone')), 5 * Buffer.byteLength(encodeLine(call())))
  for (let count = 0; count < 9; count += 1) await append(spool, call())
  expect(spool.figures()).toMatchObject({ waiting: 5, notKept: 4 })
  expect(await readSpool(dataDir)).toMatchObject({ bytes: spool.figures().bytes, setAsideBytes: 0 })
})

test('a record that the database takes from nobody is set aside, and the others get through', async () => {
  const poison = call('poison')
  const taken: string[] = []
  const spool = await spoolWith(async (records) => {
    if (records.some(({ task }) => task === 'poison')) throw new Error('invalid input')
    taken.push(...records.map(({ id }) => id))
  })
  const good = [call(), call()]
  await Promise.all([good[0], poison, good[1]].map((record) => append(spool, record ?? call())))
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ waiting: 0, setAside: 1 }), 15_000)
  expect(taken).toEqual(good.map(({ id }) => id))
  expect(decodeLines(readFileSync(join(dataDir, 'spool', 'set-aside.calls'), 'utf8')).records).toEqual([poison])
}, 20_000)

test('a line that was changed or cut is passed over, and no other', () => {
  const records = [call(), call()]
  const [first = '', second = ''] = records.map(encodeLine)
  expect(decodeLines(first + second.replace('gpt-4o', 'gpt-4x') + second)).toEqual({ records, damaged: 1 })
})
