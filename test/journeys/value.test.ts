import { randomUUID } from 'node:crypto'
import Big from 'big.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { DAY, HOUR } from '../../src/platform/clock.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import type { ProjectValue } from '../../src/reports/value/api.ts'
import { requester } from '../access/world.ts'
import { settle, storedCalls, storeProviderKey } from '../gateway/workbench.ts'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { becomes, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, collected, createWorld, importProjects, type World } from './world.ts'

const LIMIT = { timeout: 150_000 }
const CHATBOT = 'support-copilot'
const YESTERDAY = '2026-11-23'

let world: World
let chatbot: string
let quiet: string
let value: ProjectValue
const asked: { task: string; cost: Big }[] = []

/** A Monday on which a bound project is called through the gateway, after three weeks of calls and outcomes; then it is Tuesday. */
beforeAll(async () => {
  world = await createWorld({ simulator: { projectCount: 12, historyDays: 70 } })
  const { admin, server, clock } = world
  const team = await addTeam(admin, '고객지원팀', server.simulator.keys.full)
  const found = server.simulator.projects().filter((one) => [CHATBOT, 'marketing-copy'].includes(one.name))
  const ids = await importProjects(
    admin,
    team,
    found.toSorted((one, other) => other.name.localeCompare(one.name)).map(({ id }) => id),
  )
  chatbot = ids[0] ?? ''
  const other = await addTeam(admin, '데이터팀')
  quiet = await addProject(admin, other, '아직 조용한 프로젝트')
  await collected(admin)
  const key = await keyOf(chatbot)
  await past(key)
  await storeProviderKey(server.runtime, chatbot, server.simulator.keys.projectKey)
  await settle(server)
  const before = (await storedCalls(server, 0)).length
  for (const task of ['답장 초안', '답장 초안', '답장 초안', '요약']) asked.push(await call(key, task))
  await storedCalls(server, before + asked.length)
  await send('/api/outcomes', key, {
    outcomes: [
      {
        day: YESTERDAY,
        task: '답장 초안',
        attempts: 6,
        successes: 4,
        feedback: { score: 4, min: 1, max: 5, count: 6 },
      },
      { day: YESTERDAY, task: '요약', attempts: 3, successes: 3 },
    ],
  })
  clock.advance(DAY)
  const { collections } = server.runtime
  for (const { id } of await collections.request({ requestedBy: '시험' })) {
    await collections.run(id, { signal: AbortSignal.timeout(60_000), force: true })
  }
  value = await requester(admin)<ProjectValue>('GET', `/api/projects/${chatbot}/value`)
}, 180_000)
afterAll(() => world?.close())

async function keyOf(projectId: string): Promise<string> {
  const { projectKeys } = world.server.runtime.teams
  return (await projectKeys.create(commandActor, projectId, { name: '서버', expiresAt: null })).secret
}

async function send(path: string, key: string, body: unknown): Promise<void> {
  const response = await fetch(`${world.server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { items?: { result: string }[] }
  const unkept = answer.items?.filter(({ result }) => result !== 'stored')
  if (unkept?.length !== 0) throw new Error(`${path} answered ${JSON.stringify(answer).slice(0, 400)}`)
}

/** Three weeks in which replies become cheaper. */
async function past(key: string): Promise<void> {
  const today = costDayOf(world.clock.now())
  const calls: unknown[] = []
  const outcomes: unknown[] = []
  for (let ago = 21; ago > 0; ago -= 1) {
    const day = addDays(today, -ago)
    const at = new Date(Date.parse(`${day}T03:00:00Z`) + (ago % 5) * HOUR).toISOString()
    const one = (given: Record<string, unknown>) => ({ id: randomUUID(), at, model: 'gpt-4o-2024-08-06', ...given })
    const usage = (input: number) => ({ inputTokens: input, cachedInputTokens: 0, outputTokens: input / 20 })
    calls.push(
      one({ task: '답장 초안', intent: '환불', user: '김민수', usage: usage(400_000 * (10 + ago)) }),
      one({ task: '답장 초안', intent: '배송', user: '박서연', usage: usage(3_000_000) }),
      one({ task: '요약', user: '이도윤', usage: usage(1_000_000), durationMs: 900 }),
    )
    outcomes.push({ day, task: '답장 초안', attempts: 60 + (ago % 7), successes: 44 - (ago % 4) })
  }
  calls.push({
    id: randomUUID(),
    at: `${addDays(today, -1)}T03:00:00Z`,
    model: 'no-such-model',
    usage: { inputTokens: 9 },
  })
  await send('/api/calls', key, { calls })
  await send('/api/outcomes', key, { outcomes })
}

const PRICES = { input: '0.0000025', cached: '0.00000125', output: '0.00001' }

/** Through the gateway, as any OpenAI client does; what it must cost by what the answer says was used. */
async function call(key: string, task: string): Promise<{ task: string; cost: Big }> {
  const response = await fetch(`${world.server.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'x-finops-task': encodeURIComponent(task),
      'x-finops-user': encodeURIComponent('김민수'),
    },
    body: JSON.stringify({ model: 'gpt-4o-2024-08-06', messages: [{ role: 'user', content: '환불해 주세요' }] }),
  })
  expect(response.status).toBe(200)
  const { usage } = (await response.json()) as {
    usage: { prompt_tokens: number; completion_tokens: number; prompt_tokens_details?: { cached_tokens?: number } }
  }
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0
  const cost = Big(PRICES.input)
    .times(String(usage.prompt_tokens - cached))
    .plus(Big(PRICES.cached).times(String(cached)))
    .plus(Big(PRICES.output).times(String(usage.completion_tokens)))
  return { task, cost }
}

const sum = (amounts: readonly Big[]) => amounts.reduce((total, one) => total.plus(one), Big('0'))

describe('the value of a project', () => {
  test('is what its calls through the gateway cost, to the last digit', () => {
    const day = (ago: number) => Big('1').times(String(400_000 * (10 + ago)))
    // Six days of the past lie in the week, and the day of the gateway: 0.0000025 + 0.00001 / 20 dollars a token.
    const perToken = Big('0.000003')
    const drafted = sum([1, 2, 3, 4, 5, 6].map((ago) => day(ago).plus('3000000').times(perToken)))
    const live = (task: string) => sum(asked.filter((one) => one.task === task).map(({ cost }) => cost))
    const [draft, summary] = ['답장 초안', '요약'].map((name) => value.by.task.find((row) => row.value === name))
    expect(draft?.cost?.amount).toBe(drafted.plus(live('답장 초안')).toFixed())
    expect(summary?.cost?.amount).toBe(perToken.times('6000000').plus(live('요약')).toFixed())
    expect(draft?.calls).toBe(15)
  })

  test('divides the whole spend by the successes, and a task by its own calls', () => {
    const successes = [1, 2, 3, 4, 5, 6].reduce((total, ago) => total + 44 - (ago % 4), 0) + 4 + 3
    expect(value.outcome?.successes).toBe(successes)
    const each = Big(value.spend.amount?.amount ?? '0')
      .div(String(successes))
      .round(12)
    expect(value.costPerSuccess.now?.amount).toBe(each.toFixed())
    const task = value.tasks.find((one) => one.task === '답장 초안')
    const own = Big(task?.cost?.amount ?? '0')
      .div(String(successes - 3))
      .round(12)
    expect(task?.costPerSuccess.now?.amount).toBe(own.toFixed())
  })

  test('tells which share of the spend calls explain', () => {
    const { metered, spend, rest, share } = value.explained
    expect(value.explained.state).toBe('known')
    expect(
      Big(metered?.amount ?? '0')
        .plus(rest?.amount ?? '0')
        .toFixed(),
    ).toBe(spend?.amount)
    expect(share).toBe(
      Number(
        Big(metered?.amount ?? '0')
          .div(spend?.amount ?? '1')
          .toFixed(4),
      ),
    )
  })
})

journey('what the money bought', (visits) => {
  const open = (size = DESK, theme: 'light' | 'dark' = 'light') =>
    visits.open({ url: world.server.url, as: world.admin, now: world.clock.now(), size, theme })

  test('stands on the page of the project, beside the week before', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${chatbot}`)
    const panel = section(page, '가치')
    await seen(panel.getByText(/^설명된 비용 \d+/), panel.getByText(/나머지 \$[\d,.]+는 우리를 거치지 않은 호출/))
    await seen(panel.getByText(/호출 \d+건 가운데 1건은 비용을 알 수 없습니다/))
    await seen(panel.getByText(/좋아짐|나빠짐|비슷함/))
    await settled(page)
    await shoot(page, 'value')
    const chart = panel.getByRole('application', { name: /지출과 성공당 비용/ })
    await chart.focus()
    await page.keyboard.press('End')
    expect(await chart.locator('[aria-live]').innerText()).toMatch(
      /^11월 23일 \(월\), 하루 지출 \$[\d.,]+, 성공 7 \/ 시도 9, 성공당 비용 \$[\d.,]+$/,
    )
    await panel.getByRole('button', { name: '지출과 성공당 비용을 표로 보기' }).click()
    const table = page.getByRole('table', { name: /지출과 성공당 비용/ })
    expect(await table.locator('tbody tr').count()).toBe(30)
    await panel.getByText('사용자', { exact: true }).click()
    await seen(panel.getByRole('table', { name: '사용자별 비용' }).getByText('박서연'))
    await panel.getByText('30일', { exact: true }).click()
    await becomes(() => new URL(page.url()).searchParams.get('value'), '30')
    await seen(panel.getByText(/성과를 2026년 11월 2일부터 기록해/))
    await panel.getByRole('link', { name: '요약' }).click()
    await seen(heading(page, `${CHATBOT} 호출 기록`))
    expect(new URL(page.url()).searchParams.get('task')).toBe('요약')
  })

  test('is compared over all projects, sorted by any column, and exported', LIMIT, async () => {
    const page = await open()
    await page.goto('/')
    await seen(page.getByRole('table', { name: '프로젝트 Top 5' }).getByText('데이터 부족'))
    await settled(page)
    await shoot(page, 'value-home')
    await page.getByRole('link', { name: '비교', exact: true }).click()
    const table = page.getByRole('table', { name: '비교' })
    await seen(table.getByText(CHATBOT), page.getByText('비교할 수 있는 프로젝트 1개 · 데이터 부족 2개'))
    const lacking = section(page, '데이터 부족').getByRole('row', { name: 'marketing-copy' })
    await seen(lacking.getByText('최근 7일에 성과가 없습니다.'))
    const head = table.getByRole('columnheader', { name: '7일 지출' })
    await head.getByRole('button').click()
    await becomes(() => head.getAttribute('aria-sort'), 'descending')
    await head.getByRole('button').press('Enter')
    await becomes(() => head.getAttribute('aria-sort'), 'ascending')
    expect(new URL(page.url()).search).toBe('?sort=spend&order=asc')
    await settled(page)
    await shoot(page, 'compare')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV로 내보내기' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('compare_2026-11-17_2026-11-23.csv')
    await lacking.getByRole('link', { name: 'marketing-copy 성과 기록하기' }).click()
    await seen(heading(page, 'marketing-copy 성과'))
  })

  test('fits a phone and the dark, and says what is missing where there is nothing', LIMIT, async () => {
    const phone = await open(PHONE, 'dark')
    for (const [address, name] of [
      [`/projects/${chatbot}`, 'value'],
      [`/projects/${quiet}`, 'value-quiet'],
      ['/compare', 'compare'],
    ] as const) {
      await phone.goto(address)
      await seen(heading(phone, address === '/compare' ? '비교' : '가치'))
      await settled(phone)
      expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
      await shoot(phone, `${name}-phone-dark`)
      expect(await faultsOf(phone, name)).toEqual([])
    }
    await phone.goto(`/projects/${quiet}`)
    await seen(section(phone, '가치').getByText('이 기간에 기록된 호출이 없습니다'))
    await seen(section(phone, '가치').getByText(/성과를 기록하면 성공 한 건에 얼마가 드는지/))
    await phone.goto('/compare')
    await phone.getByLabel('정렬').selectOption('spend asc')
    await becomes(() => new URL(phone.url()).search, '?sort=spend&order=asc')
  })
})
