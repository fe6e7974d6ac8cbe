import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallRecord, RecordAnswer } from '../../calls/index.ts'
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

type Take = (records: readonly CallRecord[]) => Promise<unknown>
const storedBy = (take: Take) => async (records: readonly CallRecord[]) => {
  await take(records)
  return records.map(({ id }): RecordAnswer => ({ id, result: 'stored' }))
}

async function spoolWith(take: Take, maxBytes = 1024 ** 3) {
  const spool = await openSpool({ dataDir, maxBytes, record: storedBy(take), log })
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
  const living = await openSpool({ dataDir, maxBytes: 1024 ** 3, record: storedBy(() => blocked.promise), log })
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
  expect([...new Set(taken)]).toEqual(good.map(({ id }) => id))
  expect(decodeLines(readFileSync(join(dataDir, 'spool', 'set-aside.calls'), 'utf8')).records).toEqual([poison])
}, 20_000)

test('a database that comes back while its calls are tried one by one gets all of them', async () => {
  let attempts = 0
  const taken: string[] = []
  const spool = await spoolWith(async (records) => {
    attempts += 1
    // Three batches, then the first two of single calls.
    if (attempts <= 5) throw new Error('connection refused')
    taken.push(...records.map(({ id }) => id))
  })
  const records = Array.from({ length: 6 }, () => call())
  await Promise.all(records.map((record) => append(spool, record)))
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ waiting: 0, setAside: 0 }), 15_000)
  expect(new Set(taken)).toEqual(new Set(records.map(({ id }) => id)))
}, 20_000)

test('calls whose data the database takes from nobody are set aside, even if there are no others', async () => {
  const spool = await spoolWith(() => Promise.reject(Object.assign(new Error('out of range'), { code: '22003' })))
  const records = [call(), call()]
  await Promise.all(records.map((record) => append(spool, record)))
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ waiting: 0, setAside: 2 }), 15_000)
}, 20_000)

test('a line that was changed or cut is passed over, and no other', () => {
  const records = [call(), call()]
  const [first = '', second = ''] = records.map(encodeLine)
  expect(decodeLines(first + second.replace('gpt-4o', 'gpt-4x') + second)).toEqual({
    records,
    unread: [second.trimEnd().replace('gpt-4o', 'gpt-4x')],
  })
})

/** The lines of what was set aside, without their ends. */
const setAside = () =>
  readFileSync(join(dataDir, 'spool', 'set-aside.calls'), 'utf8')
    .trimEnd()
    .split('\n')

test('what this version cannot read is kept: a torn line, a changed one, and one of a version to come', async () => {
  const orphan = join(dataDir, 'spool', randomUUID())
  mkdirSync(orphan, { recursive: true })
  const good = call()
  const torn = encodeLine(call()).slice(0, 40)
  const changed = encodeLine(call()).trimEnd().replace('gpt-4o', 'gpt-4x')
  const ofTomorrow = encodeLine({ ...call(), at: { epoch: 3, milliseconds: 1 } } as unknown as CallRecord).trimEnd()
  const withMore = encodeLine({ ...call(), carbonGrams: 3 } as CallRecord)
  writeFileSync(join(orphan, '000000001.calls'), `${encodeLine(good)}${changed}\n${ofTomorrow}\n${withMore}${torn}`)
  const taken: CallRecord[] = []
  const spool = await spoolWith(async (records) => void taken.push(...records))
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ adopted: 2, damaged: 3 }))
  expect(taken[0]).toEqual(good)
  expect(setAside()).toEqual([changed, ofTomorrow, torn])
})

test('a call that the database refuses for good is set aside and named, and the others of its batch are stored', async () => {
  const early = call('from a clock that runs ahead')
  const spool = await openSpool({
    dataDir,
    maxBytes: 1024 ** 3,
    log,
    record: async (records) =>
      records.map(
        ({ id }): RecordAnswer =>
          id === early.id ? { id, result: 'refused', reason: 'in-the-future' } : { id, result: 'stored' },
      ),
  })
  open.push(spool)
  spool.start()
  await Promise.all([call(), early, call()].map((record) => append(spool, record)))
  await vi.waitFor(() => expect(spool.figures()).toMatchObject({ waiting: 0, setAside: 1 }))
  expect(decodeLines(setAside().join('\n')).records).toEqual([early])
})

test('a disk that takes nothing delays nobody, and what the database takes in the meantime is not lost', async () => {
  let isGone = true
  const taken: string[] = []
  const spool = await spoolWith(async (records) => {
    if (isGone) throw new Error('gone')
    taken.push(...records.map(({ id }) => id))
  })
  const before = call()
  await append(spool, before)
  rmSync(join(dataDir, 'spool', spool.processId), { recursive: true })
  await vi.waitFor(() => expect(spool.figures().waiting).toBe(1))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const during = [call(), call(), call()]
  for (const record of during) await append(spool, record)
  expect(spool.figures()).toMatchObject({ waiting: 4, notKept: 0 })
  isGone = false
  await vi.waitFor(() => expect(taken).toEqual([before, ...during].map(({ id }) => id)), 10_000)
  expect(spool.figures()).toMatchObject({ waiting: 0, bytes: 0, notKept: 0 })
})

test('while neither disk nor database take anything, as many wait in memory as are allowed to, and the others are counted', async () => {
  const spool = await spoolWith(() => Promise.reject(new Error('gone')))
  rmSync(join(dataDir, 'spool', spool.processId), { recursive: true })
  const many = Array.from({ length: 20_100 }, () => call())
  await Promise.all(many.slice(0, 20_000).map((record) => append(spool, record)))
  await Promise.all(many.slice(20_000).map((record) => append(spool, record)))
  expect(spool.figures()).toMatchObject({ waiting: 20_000, notKept: 100 })
})

/** A file system of 64 KB, where this machine lets us make one. */
function smallDisk(): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dataDir]).status === 0
}

test('a disk that gets full in the middle of a line loses nothing either', async ({ skip }) => {
  if (!smallDisk()) skip('not allowed to mount a small disk here')
  try {
    let isGone = true
    const taken = new Set<string>()
    const spool = await spoolWith(async (records) => {
      if (isGone) throw new Error('gone')
      for (const { id } of records) taken.add(id)
    })
    const records = Array.from({ length: 400 }, () => call())
    for (const record of records) await append(spool, record)
    expect(spool.figures().waiting).toBe(400)
    expect(spool.figures().bytes).toBeLessThan(64 * 1_024)
    isGone = false
    await vi.waitFor(() => expect(taken.size).toBe(400), 10_000)
    expect(spool.figures()).toMatchObject({ waiting: 0, notKept: 0, setAside: 0 })
    await open.pop()?.stop()
  } finally {
    spawnSync('umount', [dataDir])
  }
})
