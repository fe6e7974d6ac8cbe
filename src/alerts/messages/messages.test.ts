import { expect, test } from 'vitest'
import type { Cause } from '../../causes/index.ts'
import { explain } from '../../causes/index.ts'
import type { BreachOver, Crossing, NoData } from '../../thresholds/index.ts'
import { crossedWords } from './crossed.ko.ts'
import { noDataWords } from './no-data.ko.ts'
import { overWords } from './over.ko.ts'
import { reminderWords } from './reminder.ko.ts'

const place = { publicUrl: 'https://finops.example.com', timeZone: 'Asia/Seoul' }
const whose = { projectId: 'p1', projectName: 'chatbot-experiment', teamId: 't1', teamName: '마케팅팀' }
const crossing: Crossing = {
  ...whose,
  breachId: 'b1',
  thresholdId: 'th1',
  period: 'day',
  periodStart: '2026-11-23',
  resetsAt: new Date('2026-11-24T00:00:00Z'),
  percents: [80, 100],
  highest: 100,
  generation: 1,
  effect: 'notify',
  spend: '742.18',
  limit: '500',
  ratio: 1.4844,
  isPast: false,
  detectedAt: new Date('2026-11-23T05:05:00Z'),
  readingAt: new Date('2026-11-23T05:02:00Z'),
}
const line = { model: 'gpt-4o', keyId: null, userId: null, hasTokens: true, isUnpriced: false }
const cause: Cause = explain(
  '2026-11-23',
  {
    spend: '742.18',
    lines: [
      { ...line, calls: '14900', tokens: '149000', cost: '692' },
      { ...line, model: 'gpt-4o-mini', calls: '100', tokens: '1000', cost: '50.18' },
    ],
  },
  {
    from: 'same-weekdays',
    days: ['2026-11-16'],
    middle: [{ spend: '50', lines: [{ ...line, calls: '1000', tokens: '10000', cost: '50' }] }],
  },
)

test('an exceeded daily limit is told as the product promises it', () => {
  expect(crossedWords(crossing, cause, place)).toEqual({
    severity: 'danger',
    headline: '🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)',
    subject: '[마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%) · chatbot-experiment',
    facts: [
      { label: '프로젝트', value: 'chatbot-experiment' },
      { label: '지출', value: '$742.18 · 추정 · 3분 전 집계(14:02)' },
      { label: '평소와 비교', value: '평소 $50 대비 +1,384%' },
      { label: '원인', value: '호출 수 15배 · gpt-4o 93%' },
      { label: '남은 한도', value: '없음 · $242.18 넘음' },
      { label: '한 번에 넘은 단계', value: '80%, 100%' },
      { label: '한도 초기화', value: '11월 24일 09:00 · 18시간 55분 뒤' },
    ],
    paragraphs: [
      'chatbot-experiment 프로젝트의 지출이 일일 한도를 $242.18 넘었습니다.',
      '이 임계값은 알림만 보냅니다. 원인을 확인하고, 지출이 계속 늘면 지금 차단해 주세요.',
    ],
    links: [
      { label: '상세 보기', url: 'https://finops.example.com/projects/p1?breach=b1' },
      { label: '지금 차단하기', url: 'https://finops.example.com/projects/p1?block=1', danger: true },
    ],
  })
})

test('a level below the limit warns without the siren', () => {
  const words = crossedWords({ ...crossing, percents: [80], highest: 80, spend: '412', ratio: 0.824 }, cause, place)
  expect(words.severity).toBe('warn')
  expect(words.headline).toBe('주의 [마케팅팀] 일일 한도 $500의 80% 도달 — 현재 $412 (82%)')
  expect(words.facts).toContainEqual({ label: '남은 한도', value: '$88.00' })
  expect(words.paragraphs[0]).toBe(
    'chatbot-experiment 프로젝트의 지출이 일일 한도에 가까워졌습니다. 지금 속도로 계속되면 한도를 넘을 수 있습니다.',
  )
})

test('what happens next is told: blocking, slowing down, or nothing', () => {
  const next = (effect: Crossing['effect']) => crossedWords({ ...crossing, effect }, cause, place)
  expect(next('block').paragraphs[1]).toMatch(/^자동 차단을 시작했습니다\./)
  expect(next('block').links.map(({ label }) => label)).toEqual(['상세 보기'])
  expect(next('slow').paragraphs[1]).toMatch(/^자동으로 사용 속도를 줄이기 시작했습니다\./)
  expect(next('slow').links.map(({ label }) => label)).toEqual(['상세 보기', '지금 차단하기'])
})

test('a week is told as a week, with its day compared', () => {
  const words = crossedWords(
    { ...crossing, period: 'week', periodStart: '2026-11-23', limit: '2000', spend: '2310.5', ratio: 1.1553 },
    cause,
    place,
  )
  expect(words.headline).toBe('🚨 [마케팅팀] 주간 한도 $2,000 초과 — 현재 $2,310 (115%)')
  expect(words.facts).toContainEqual({ label: '평소와 비교', value: '11월 23일 $742 · 평소 $50 대비 +1,384%' })
})

test('a period that is over is told without siren and without a button to stop anything', () => {
  const words = crossedWords({ ...crossing, isPast: true, periodStart: '2026-11-22' }, cause, place)
  expect(words.headline).toBe('[마케팅팀] 지난 11월 22일 일일 한도 $500 초과 — 지출 $742 (148%)')
  expect(words.facts.map(({ label }) => label)).not.toContain('한도 초기화')
  expect(words.links.map(({ label }) => label)).toEqual(['상세 보기'])
  const week = crossedWords(
    { ...crossing, isPast: true, period: 'week', periodStart: '2026-11-16', highest: 80 },
    null,
    place,
  )
  expect(week.headline).toBe('[마케팅팀] 지난 11월 16일 주 주간 한도 $500의 80% 도달 — 지출 $742 (148%)')
})

test('what is not known is said, never shown as zero', () => {
  const { facts } = crossedWords(crossing, null, place)
  expect(facts).toContainEqual({
    label: '평소와 비교',
    value: '평소 지출을 아직 알 수 없음 · 비교할 지난 기록이 없습니다',
  })
  expect(facts).toContainEqual({ label: '원인', value: '아직 알 수 없음 · 사용량이 집계되지 않았습니다' })
})

test('tiny, huge and zero amounts keep their meaning', () => {
  const headline = (limit: string, spend: string, ratio: number | null) =>
    crossedWords({ ...crossing, limit, spend, ratio }, null, place).headline
  expect(headline('0', '3.2', null)).toBe('🚨 [마케팅팀] 일일 한도 $0 초과 — 현재 $3.20')
  expect(headline('0.000001', '0.000002', 2)).toBe('🚨 [마케팅팀] 일일 한도 <$0.0001 초과 — 현재 <$0.0001 (200%)')
  expect(headline('1000000000000000', '9999999999999999.99', 9.9999)).toBe(
    '🚨 [마케팅팀] 일일 한도 $1,000,000,000,000,000 초과 — 현재 $9,999,999,999,999,999 (999%)',
  )
})

test('an enormous name is cut between whole characters and stays on one line', () => {
  const words = crossedWords(
    { ...crossing, teamName: '👨‍👩‍👧'.repeat(3_000), projectName: `가\n나 ${'다'.repeat(10_000)}` },
    cause,
    place,
  )
  expect(words.headline.length).toBeLessThan(600)
  expect(words.headline).toMatch(/^🚨 \[(?:👨‍👩‍👧){59}…\] 일일 한도/u)
  expect(words.subject).not.toContain('\n')
  expect(words.facts[0]?.value).toBe(`가 나 ${'다'.repeat(55)}…`)
})

test('a reminder tells how long it has lasted and that nobody has answered', () => {
  const overdue = { ...crossing, exceededAt: new Date('2026-11-23T05:00:00Z'), spend: '1310', limit: '500' }
  const words = reminderWords(overdue, new Date('2026-11-23T10:02:00Z'), place)
  expect(words.headline).toBe('🚨 [마케팅팀] 일일 한도 $500 초과 5시간째 — 현재 $1,310 (262%)')
  expect(words.facts).toContainEqual({ label: '확인한 사람', value: '아직 없음' })
})

test('the end is told with its reason', () => {
  const over: BreachOver = {
    ...whose,
    breachId: 'b1',
    thresholdId: 'th1',
    period: 'day',
    periodStart: '2026-11-23',
    resetsAt: crossing.resetsAt,
    because: 'period-ended',
    highest: 100,
    spend: '742.18',
    limit: '500',
    at: new Date('2026-11-24T00:00:00Z'),
  }
  expect(overWords(over, place)).toMatchObject({
    severity: 'ok',
    headline: '[마케팅팀] 일일 한도 초과가 끝났습니다 — 최고 $742 (148%)',
    paragraphs: [expect.stringMatching(/^하루가 끝나/), expect.anything()],
  })
  const raised = overWords({ ...over, because: 'limit-raised', highest: 0, limit: '1000' }, place)
  expect(raised.headline).toBe('[마케팅팀] 일일 한도 초과가 끝났습니다 — 지금까지 $742 (74%)')
})

test('blind spots of one team are told together, with what happens meanwhile', () => {
  const episode: NoData = {
    ...whose,
    phase: 'began',
    cause: 'key-broken',
    since: new Date('2026-11-23T05:00:00Z'),
    lastReadAt: new Date('2026-11-23T04:58:00Z'),
    thresholdIds: ['th1'],
    onNoData: 'go-on',
    at: new Date('2026-11-23T05:20:00Z'),
  }
  const words = noDataWords([episode, { ...episode, projectName: '검색', onNoData: 'stop' }], place)
  expect(words.headline).toBe('[마케팅팀] 지출을 읽지 못하고 있습니다 — 프로젝트 2개를 감시하지 못합니다')
  expect(words.facts).toEqual([
    { label: '프로젝트', value: 'chatbot-experiment, 검색' },
    { label: '이유', value: 'OpenAI가 팀의 Admin API 키를 거부하고 있습니다' },
    { label: '언제부터', value: '11월 23일 14:00' },
    { label: '마지막 집계', value: '11월 23일 13:58' },
    { label: '읽지 못하는 동안', value: '계속되면 자동 차단: 검색' },
  ])
  const over = noDataWords([{ ...episode, phase: 'over' }], place)
  expect(over.facts[1]).toEqual({ label: '읽지 못한 때', value: '11월 23일 14:00 ~ 11월 23일 14:20' })
})
