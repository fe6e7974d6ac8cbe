import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays } from '../../src/platform/cost-day.ts'
import type { Client } from '../support/client.ts'
import { createDesk, DAY, type Desk, TODAY, total } from './desk.ts'

let desk: Desk
let lead: Client
let member: Client
beforeAll(async () => {
  desk = await createDesk()
  ;({ lead, member } = desk)
})
beforeEach(() => desk.freshProject())
afterAll(() => desk.server.close())

const HEADER = '날짜,작업 유형,시도 수,성공 수,만족도,응답 수,최저,최고,카운터:해결'
const slashed = (day: string) => day.replaceAll('-', '/')

test('a preview says what would become of each line and writes nothing; loading takes the good ones', async () => {
  await desk.enter(lead, [total({ task: '같음' }), total({ task: '다름' })])
  const file = [
    HEADER,
    `${slashed(DAY)},요약,"1,200",900,4.5,80,1,5,3`,
    `${DAY},같음,10,7`,
    `${DAY},다름,10,8`,
    `${DAY},많음,10,11`,
    `${DAY},요약,5,5`,
    `어제,번역,5,5`,
    `${addDays(TODAY, 1)},번역,5,5`,
    `${DAY},점수,5,5,4.5`,
  ].join('\r\n')
  const seen = await desk.uploaded(lead, 'csv/preview', file)
  expect(seen).toMatchObject({
    lines: 8,
    stored: 1,
    duplicates: 1,
    replaced: 1,
    refused: 5,
    encoding: 'UTF-8',
    delimiter: ',',
  })
  expect(seen.refusedLines.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'outcome-more-successes'],
    [6, 'outcome-line-repeated'],
    [7, 'outcome-day-invalid'],
    [8, 'outcome-in-the-future'],
    [9, 'outcome-line-feedback-count'],
  ])
  expect(seen.refusedLines[1]?.detail).toContain('2번째 줄')
  expect((await desk.days()).items).toHaveLength(2)

  const loaded = await desk.uploaded(lead, 'csv', file, `?reason=${encodeURIComponent('다시 집계')}`)
  expect(loaded).toMatchObject({ stored: 1, replaced: 1, duplicates: 1, refused: 5 })
  const listed = (await desk.days()).items
  expect(listed.find(({ task }) => task === '요약')).toMatchObject({
    attempts: 1200,
    successes: 900,
    feedback: { mean: '4.5', count: 80 },
    counters: { 해결: 3 },
    total: { source: 'csv', enteredBy: '박팀장' },
  })
  expect(await desk.uploaded(lead, 'csv', file)).toMatchObject({ stored: 0, replaced: 0, duplicates: 3 })
  expect(await desk.kinds()).toEqual(['outcomes.imported', 'outcomes.entered'])
})

test('lines that replace something need a reason, and somebody who leads the team', async () => {
  await desk.enter(lead, [total()])
  const file = `날짜,작업 유형,시도 수,성공 수\n${DAY},요약,10,9`
  expect((await desk.uploaded(lead, 'csv', file)).refusedLines).toMatchObject([{ reason: 'outcome-reason-needed' }])
  expect((await desk.uploaded(lead, 'csv/preview', file)).replaced).toBe(1)
  expect((await desk.uploaded(member, 'csv/preview', file)).refusedLines).toMatchObject([
    { reason: 'outcome-replacing-not-allowed' },
  ])
})

test('the refused lines come back as a file with their reasons, and nothing in it runs as a formula', async () => {
  const file = `날짜,작업 유형,시도 수,성공 수\n${DAY},좋음,1,1\n${DAY},"=HYPERLINK(""http://evil"")",1,2\n`
  const answer = await desk.upload(lead, 'csv/refused', file)
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  expect(text.startsWith('\uFEFF날짜,작업 유형,시도 수,성공 수,줄,사유\n')).toBe(true)
  expect(text).toContain(`'=HYPERLINK`)
  expect(text).not.toContain('좋음')
  expect(text.trim().split('\n')).toHaveLength(2)
})

test('what is exported can be uploaded again and changes nothing; texts are guarded on the way', async () => {
  await desk.enter(lead, [
    total({ task: '=1+1', feedback: { score: 4.25, min: 1, max: 5, count: 8 }, counters: { 해결: 2 } }),
    total({ task: '' }),
  ])
  const csv = await desk.fileAt('export')
  expect(csv.split('\n')[0]).toBe(
    '\uFEFF날짜,작업 유형,시도 수,성공 수,피드백 점수,피드백 수,척도 최저,척도 최고,카운터:해결,출처',
  )
  expect(csv).toContain(`,'=1+1,10,7,4.25,8,1,5,2,`)
  expect(await desk.uploaded(lead, 'csv', csv)).toMatchObject({ lines: 2, duplicates: 2, refused: 0 })
  const template = await desk.fileAt('template')
  expect(await desk.uploaded(lead, 'csv/preview', template)).toMatchObject({ lines: 0, refused: 0 })
})

test('what is no CSV, or too large, is refused as a whole and said in Korean', async () => {
  const json = await lead.request<{ code: string; detail: string }>('POST', `${desk.path()}/csv`, { file: 'x' })
  expect([json.status, json.body.code]).toEqual([400, 'outcome-file-missing'])
  expect((await desk.upload(lead, 'csv/preview', Buffer.alloc(6 * 1024 * 1024, 'a'))).status).toBe(413)
  const missing = await desk.uploaded(lead, 'csv/preview', '이름\n값')
  expect(missing).toMatchObject({ code: 'outcome-file-columns' })
})
