import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { becomes, drawn, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, runAway, type World } from './world.ts'

const LIMIT = { timeout: 120_000 }

journey('a bad Monday, two in the afternoon', (visits) => {
  let world: World
  let team = ''
  let project = ''
  beforeAll(async () => {
    world = await createWorld({ simulator: { historyDays: 60 } })
    const { admin, server } = world
    team = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const found = server.simulator.projects()
    const ids = await importProjects(
      admin,
      team,
      found.map((one) => one.id),
    )
    const place = found.findIndex((one) => one.name === 'chatbot-experiment')
    project = ids[place] ?? ''
    await collected(admin)
    await admin.request('PUT', `/api/projects/${project}/thresholds/day`, { limit: '100' })
    await runAway(world, found[place]?.id ?? '')
  }, 120_000)
  afterAll(() => world?.close())

  const open = () => visits.open({ url: world.server.url, as: world.admin, now: world.clock.now() })

  test('the first page says first what runs away, by how much, and where to stop it', LIMIT, async () => {
    const page = await open()
    await page.goto('/')
    const todo = section(page, /^지금 할 일/)
      .getByRole('listitem')
      .filter({ hasText: '초과' })
    await seen(todo.getByText('마케팅팀 · chatbot-experiment 일일 한도 초과'))
    expect(await amounts(todo)).toMatch(/^\$[\d,]+\.\d\d \/ \$100\.00 \([\d,]+%\)$/)
    await seen(todo.getByRole('link', { name: /^상세/ }), todo.getByRole('link', { name: /^지금 차단/ }))

    const top = section(page, '프로젝트 Top 5').getByRole('row', { name: /chatbot-experiment/ })
    await seen(top.getByText('초과'), top.getByText('일일 한도 $100.00'))
    await settled(page)
    await shoot(page, 'monday-home')
    expect(await faultsOf(page, '/')).toEqual([])
  })

  test('the project shows today, hatched, above its dotted limit, and says how far in words', LIMIT, async () => {
    const page = await open()
    await page.goto('/')
    await page.getByRole('link', { name: /^상세: 마케팅팀 · chatbot-experiment/ }).click()
    await seen(heading(page, 'chatbot-experiment'))
    const chart = page.getByRole('application', { name: /최근 30일 일별 지출/ })
    await seen(chart.getByText('일일 한도 $100.00'))
    await chart.focus()
    await page.keyboard.press('End')
    await becomes(
      async () => /^11월 23일 \(월\), \$[\d,.]+, 추정\. 일일 한도 \$100\.00의 [\d,]+%\./.test(await spoken(chart)),
      true,
    )
    await settled(page)
    await shoot(page, 'monday-project')
    expect(await faultsOf(page, 'project')).toEqual([])
  })

  test('on a phone nothing sticks out, and the list narrows to what needs a look', LIMIT, async () => {
    const page = await open()
    await page.setViewportSize(PHONE)
    for (const address of ['/', `/projects/${project}`, '/projects?state=exceeded']) {
      await page.goto(address)
      await settled(page)
      await drawn(page)
      expect({ address, ...(await sticksOut(page)) }).toEqual({ address, pixels: 0, who: [] })
      await shoot(page, `monday-phone${address.replace(/[^a-z]/g, '-').slice(0, 12)}`)
    }
    const rows = page.getByRole('table', { name: '프로젝트' }).locator('tbody tr')
    await becomes(() => rows.locator('a').allInnerTexts(), ['chatbot-experiment'])
  })

  test('every page with amounts says how far they are settled and how old today’s are', LIMIT, async () => {
    const page = await open()
    for (const address of ['/', '/projects', `/projects/${project}`, `/teams/${team}`, '/unattributed']) {
      await page.goto(address)
      await seen(page.getByText(/확정 ~.* · 잠정 .* · 추정 (방금|\d+[초분] 전)\./).first())
    }
  })

  test('an open page sees by itself that the spend has grown', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}`)
    const today = page.getByRole('term').filter({ hasText: '오늘' }).locator('..').locator('dd > p').first()
    await seen(today)
    const before = dollars(await today.innerText())
    await runAway(world, null)
    await expect.poll(async () => dollars(await today.innerText()), { timeout: 60_000 }).toBeGreaterThan(before)
  })

  test('a project that is being blocked can be read by everybody, on a phone as well', LIMIT, async () => {
    const answer = await world.admin.request('POST', `/api/projects/${project}/block`, { reason: '무한 재시도로 추정' })
    expect(answer.status).toBeLessThan(300)
    const page = await open()
    const faults: string[] = []
    for (const address of [`/projects/${project}`, '/', '/projects?state=blocked', '/alerts']) {
      await page.goto(address)
      await settled(page)
      faults.push(...(await faultsOf(page, address)))
      await shoot(page, `monday-blocked${address.replace(/[^a-z]/g, '-').slice(0, 10)}`)
      await page.setViewportSize(PHONE)
      await drawn(page)
      expect({ address, ...(await sticksOut(page)) }).toEqual({ address, pixels: 0, who: [] })
      await page.setViewportSize(DESK)
    }
    expect(faults).toEqual([])
    await page.goto('/projects?state=blocked')
    const row = page.getByRole('row', { name: /chatbot-experiment/ })
    await seen(row.getByText('차단됨'))
  })
})

async function amounts(todo: Locator): Promise<string> {
  return (await todo.locator('.num').first().innerText()).trim()
}

function spoken(chart: Locator): Promise<string> {
  return chart.locator('[aria-live]').innerText()
}

function dollars(text: string): number {
  return Number(text.replace(/[$,]/g, ''))
}
