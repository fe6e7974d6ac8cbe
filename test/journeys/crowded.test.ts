import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHONE, shoot } from '../support/browser.ts'
import { becomes, drawn, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, type World } from './world.ts'

const LONG = '아주 긴 이름의 프로젝트라서 한 줄에 다 들어가지 않는 '.repeat(4).slice(0, 99).trim()
const UNBROKEN = 'x'.repeat(100)
const EMOJI = '🚀🔥 비용 폭주 👩‍👩‍👧‍👦 실험 🇰🇷'
const RTL = 'مشروع الذكاء الاصطناعي (v2)'
const NAMES = [LONG, UNBROKEN, EMOJI, RTL, '<b>굵게</b> & "따옴표"']
const PER_TEAM = 100
const SIZES = [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, PHONE]

journey('three hundred projects with names of every kind', (visits) => {
  let world: World
  let teams: string[] = []
  let renamed: string[] = []
  beforeAll(async () => {
    world = await createWorld({ simulator: { projectCount: 3 * PER_TEAM, historyDays: 40 } })
    const { admin, server } = world
    const { full, second, readOnly } = server.simulator.keys
    teams = [
      await addTeam(admin, '마케팅팀', full),
      await addTeam(admin, LONG, second),
      await addTeam(admin, RTL, readOnly),
    ]
    const found = server.simulator.projects().map((one) => one.id)
    const lists = []
    for (const [index, team] of teams.entries()) {
      lists.push(await importProjects(admin, team, found.slice(index * PER_TEAM, (index + 1) * PER_TEAM)))
    }
    renamed = (lists[1] ?? []).slice(0, NAMES.length)
    for (const [index, id] of renamed.entries()) {
      const answer = await admin.request('PATCH', `/api/projects/${id}`, { name: NAMES[index] })
      expect(answer.status).toBe(200)
    }
    await collected(admin)
    // A limit of nothing: everything that spends today is over it.
    for (const [index, team] of teams.entries()) {
      const items = (lists[index] ?? []).map((projectId) => ({ projectId, period: 'day', limit: '0' }))
      const answer = await admin.request('PUT', `/api/teams/${team}/thresholds`, { items })
      expect(answer.status).toBe(200)
    }
  }, 180_000)
  afterAll(() => world?.close())

  const open = () => visits.open({ url: world.server.url, as: world.admin, now: world.now })

  test('the home page names the five largest and stays inside the window', { timeout: 60_000 }, async () => {
    const page = await open()
    await page.goto('/')
    await becomes(() => section(page, '프로젝트 Top 5').locator('tbody tr').count(), 5)
    await fits(page, 'crowded-home')
  })

  test('the list searches, sorts and shows more', { timeout: 60_000 }, async () => {
    const page = await open()
    const rows = page.getByRole('table', { name: '프로젝트' }).locator('tbody tr')
    await page.goto('/projects')
    await becomes(() => rows.count(), 50)
    await fits(page, 'crowded-list')
    await page.getByRole('button', { name: '더 보기' }).click()
    await becomes(() => rows.count(), 100)
    expect(
      new Set(await rows.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).size,
    ).toBe(100)

    await page.getByLabel('정렬').selectOption('이름')
    await becomes(() => page.url().includes('sort=name'), true)
    await becomes(async () => inOrder(await rows.locator('a').allInnerTexts()), true)
    for (const name of [EMOJI, RTL, UNBROKEN.slice(0, 60), '<b>굵게']) {
      await page.getByLabel('프로젝트 검색').fill(name)
      await becomes(async () => (await rows.locator('a').allInnerTexts()).map((text) => text.includes(name)), [true])
    }
    await page.getByLabel('프로젝트 검색').fill('없는 이름 42')
    await seen(page.getByText('조건에 맞는 프로젝트가 없습니다.'))
    await page.getByRole('button', { name: '조건 지우기' }).click()
    await seen(rows)
    await page.getByLabel('팀', { exact: true }).selectOption(LONG)
    await becomes(async () => (await rows.filter({ hasText: LONG.slice(0, 20) }).count()) === 50, true)
  })

  test('hundreds of breaches lead the home page in a few lines, and the rest on demand', {
    timeout: 90_000,
  }, async () => {
    const page = await open()
    await page.goto('/')
    const todos = section(page, /^지금 할 일/)
    await becomes(() => todos.getByRole('listitem').count(), 5)
    const more = todos.getByRole('button', { name: /건 더 보기$/ })
    const hidden = Number((await more.innerText()).replace(/\D/g, ''))
    expect(hidden).toBeGreaterThan(100)
    await more.click()
    await becomes(() => todos.getByRole('listitem').count(), 5 + hidden)
    await fits(page, 'crowded-todos')
    for (const address of ['/alerts', '/outbox', '/prices', '/projects?state=exceeded&sort=limit']) {
      await page.goto(address)
      await fits(page, `crowded${address.replace(/\W+/g, '-')}`)
    }
  })

  test('pages of long, unbroken, bright and right-to-left names stay inside the window', {
    timeout: 90_000,
  }, async () => {
    const page = await open()
    for (const [index, id] of renamed.entries()) {
      await page.goto(`/projects/${id}`)
      await seen(heading(page, NAMES[index] ?? ''))
      await fits(page, `crowded-project-${index}`)
    }
    await page.goto(`/teams/${teams[1]}`)
    await seen(heading(page, LONG))
    await fits(page, 'crowded-team')
    for (const address of [
      '/teams',
      `/teams/${teams[1]}/settings`,
      `/projects/${renamed[1]}/settings`,
      '/actions',
      '/jobs',
    ]) {
      await page.goto(address)
      await settled(page)
      await fits(page, `crowded${address.replace(/\W?[0-9a-f-]{36}/, '').replaceAll('/', '-')}`)
    }
  })

  test('the crowded list and home can be read by everybody', { timeout: 60_000 }, async () => {
    const page = await open()
    const faults: string[] = []
    for (const address of ['/', '/projects', `/teams/${teams[1]}/settings`]) {
      await page.goto(address)
      await settled(page)
      faults.push(...(await faultsOf(page, address)))
    }
    expect(faults).toEqual([])
  })

  test('the picker finds among three hundred and offers none that is taken', { timeout: 60_000 }, async () => {
    const page = await open()
    await page.goto(`/teams/${teams[0]}/settings`)
    const picker = section(page, 'OpenAI 프로젝트 가져오기')
    await picker.getByLabel('OpenAI 프로젝트 검색').fill('project-29')
    await becomes(() => picker.getByRole('checkbox').count(), 10)
    expect(await picker.getByRole('checkbox', { disabled: true }).count()).toBe(10)
    await shoot(page, 'crowded-picker')
  })
})

async function fits(page: Page, name: string): Promise<void> {
  await settled(page)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await drawn(page)
    expect({ name, width: size.width, ...(await sticksOut(page)) }).toEqual({
      name,
      width: size.width,
      pixels: 0,
      who: [],
    })
    await shoot(page, `${name}-${size.width}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

function inOrder(names: string[]): boolean {
  const compare = new Intl.Collator('ko').compare
  const plain = names.filter((name) => /^project-\d+$/.test(name))
  return plain.length > 10 && plain.every((name, at) => at === 0 || compare(plain[at - 1] ?? '', name) <= 0)
}
