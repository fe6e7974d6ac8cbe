import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createRecorder, type Item } from './recorder.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function listen(handler: RequestListener): Promise<string> {
  const made = createServer(handler)
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  const address = made.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

const call = (task: string): Item => ({
  to: 'calls',
  body: { id: crypto.randomUUID(), at: '2026-11-26T00:00:00Z', source: 'sdk', task },
})
const outcome = (task: string): Item => ({ to: 'outcomes', body: { task, success: true, source: 'sdk' } })

type Seen = { path: string; key: string; tasks: string[] }
/** Takes everything, or what `answers` says, in their order. */
async function receiver(answers: readonly [number, string?, Record<string, string>?][] = []) {
  const seen: Seen[] = []
  const left = [...answers]
  const url = await listen((request, response) => {
    let text = ''
    request.on('data', (bytes) => {
      text += bytes
    })
    request.on('end', () => {
      const body = JSON.parse(text)
      const items: { task: string }[] = body.calls ?? body.outcomes
      seen.push({
        path: request.url ?? '',
        key: request.headers.authorization ?? '',
        tasks: items.map(({ task }) => task),
      })
      const [status, answer, headers] = left.shift() ?? [200]
      response.writeHead(status, headers).end(answer ?? '{"refused":0,"items":[]}')
    })
  })
  return { url, seen }
}

describe('a recorder', () => {
  test('sends what it was given in order, calls to calls and outcomes to outcomes', async () => {
    const { url, seen } = await receiver()
    const recorder = createRecorder({ url, key: 'fin_k' })
    for (const item of [call('1'), call('2'), outcome('3'), call('4')]) recorder.add(item)
    await recorder.flush()
    expect(seen).toEqual([
      { path: '/api/calls', key: 'Bearer fin_k', tasks: ['1', '2'] },
      { path: '/api/outcomes', key: 'Bearer fin_k', tasks: ['3'] },
      { path: '/api/calls', key: 'Bearer fin_k', tasks: ['4'] },
    ])
    expect(recorder.stats()).toEqual({ waiting: 0, sent: 4, refused: 0, dropped: 0 })
  })

  test('sends by itself, in batches, without being told to', async () => {
    const { url, seen } = await receiver()
    const recorder = createRecorder({ url, key: 'fin_k' })
    for (let place = 0; place < 1_201; place += 1) recorder.add(call(String(place)))
    await expect.poll(() => recorder.stats().sent, { timeout: 10_000 }).toBe(1_201)
    expect(seen.every(({ tasks }) => tasks.length <= 500)).toBe(true)
    expect(seen.flatMap(({ tasks }) => tasks)).toEqual(Array.from({ length: 1_201 }, (_one, place) => String(place)))
  })

  test.each([[[500] as const], [[503] as const], [[429, '', { 'retry-after': '0' }] as const], [[408] as const]])(
    'keeps what the server could not take for now: %o',
    async (answer) => {
      const { url, seen } = await receiver([[...answer]])
      const recorder = createRecorder({ url, key: 'fin_k' })
      recorder.add(call('1'))
      await recorder.flush()
      expect(recorder.stats()).toMatchObject({ waiting: 1, sent: 0, dropped: 0 })
      await recorder.flush()
      expect(recorder.stats()).toMatchObject({ waiting: 0, sent: 1 })
      expect(seen.map(({ tasks }) => tasks)).toEqual([['1'], ['1']])
    },
  )

  test('comes again by itself once the server said when', async () => {
    const { url } = await receiver([[429, '', { 'retry-after': '0' }]])
    const recorder = createRecorder({ url, key: 'fin_k' })
    recorder.add(call('1'))
    await recorder.flush()
    await expect.poll(() => recorder.stats().sent, { timeout: 5_000 }).toBe(1)
  })

  test('gives up what the server will never take, and says so', async () => {
    const { url } = await receiver([[401], [302, '', { location: 'http://127.0.0.1:1/' }]])
    const problems: string[] = []
    const recorder = createRecorder({ url, key: 'fin_wrong', onProblem: (problem) => problems.push(problem) })
    for (let time = 0; time < 2; time += 1) {
      recorder.add(call('1'))
      await recorder.flush()
    }
    expect(recorder.stats()).toEqual({ waiting: 0, sent: 0, refused: 0, dropped: 2 })
    expect(problems.join('\n')).toMatch(/401[\s\S]*프로젝트 키/)
  })

  test('drops the oldest when nobody takes them, and counts them', async () => {
    const problems: string[] = []
    const recorder = createRecorder({
      url: 'http://127.0.0.1:1',
      key: 'fin_k',
      mostWaiting: 3,
      onProblem: (problem) => problems.push(problem),
    })
    for (const task of ['1', '2', '3', '4', '5']) recorder.add(call(task))
    await recorder.flush()
    expect(recorder.stats()).toEqual({ waiting: 3, sent: 0, refused: 0, dropped: 2 })
    expect(problems.join('\n')).toContain('오래된 것부터')
  })

  test('counts what the server refused by name, and tells why', async () => {
    const refusal = { result: 'refused', reason: 'too-old', detail: '보관 기간이 지났습니다.' }
    const { url } = await receiver([[200, JSON.stringify({ refused: 1, items: [{ result: 'stored' }, refusal] })]])
    const problems: string[] = []
    const recorder = createRecorder({ url, key: 'fin_k', onProblem: (problem) => problems.push(problem) })
    recorder.add(call('1'))
    recorder.add(call('2'))
    await recorder.flush()
    expect(recorder.stats()).toEqual({ waiting: 0, sent: 1, refused: 1, dropped: 0 })
    expect(problems).toEqual([expect.stringContaining('too-old')])
  })

  test('is not disturbed by whoever is told and throws, nor by an answer that is nonsense', async () => {
    const { url } = await receiver([[200, 'hello'], [401]])
    const recorder = createRecorder({
      url,
      key: 'fin_k',
      onProblem: () => {
        throw new Error('told')
      },
    })
    recorder.add(call('1'))
    await recorder.flush()
    recorder.add(call('2'))
    await recorder.flush()
    expect(recorder.stats()).toMatchObject({ sent: 1, dropped: 1 })
  })

  test('keeps a function at the edge alive until what it held for has been sent', async () => {
    const { url } = await receiver()
    const waited: Promise<unknown>[] = []
    const recorder = createRecorder({ url, key: 'fin_k', waitUntil: (promise) => void waited.push(promise) })
    let over = () => {}
    recorder.hold(
      new Promise<void>((resolve) => {
        over = resolve
      }),
    )
    recorder.add(call('1'))
    over()
    await Promise.all(waited)
    expect([waited.length, recorder.stats().sent]).toEqual([1, 1])
  })
})
