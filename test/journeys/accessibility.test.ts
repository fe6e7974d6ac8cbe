import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitTo, runAway } from '../alerts/runaway.ts'
import { shoot } from '../support/browser.ts'
import { join } from '../support/client.ts'
import { startTestServer } from '../support/server.ts'
import { becomes, gone, heading, pathOf, section, seen, settled } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { recordedCalls } from './recorded-calls.ts'
import { pageRoutes } from './routes.ts'
import { addProject, addTeam, collected, createWorld, importProjects, type World } from './world.ts'

const PUBLIC = ['/setup', '/sign-in', '/invitations/$token', '/password-reset', '/password-reset/$token']
const LIMIT = { timeout: 300_000 }

journey('every page can be read, by axe and on a phone', (visits) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world?.close())

  let team = ''
  let project = ''
  let alert = ''
  let call = ''
  const addresses = () => ({
    '/': '/',
    '/projects': '/projects',
    '/projects/$id': `/projects/${project}`,
    '/projects/$id/settings': `/projects/${project}/settings`,
    '/projects/$id/connect': `/projects/${project}/connect`,
    '/projects/$id/calls': `/projects/${project}/calls`,
    '/projects/$id/outcomes': `/projects/${project}/outcomes`,
    '/projects/$id/calls/$callId': `/projects/${project}/calls/${call}`,
    '/compare': '/compare',
    '/teams': '/teams',
    '/teams/$id': `/teams/${team}`,
    '/teams/$id/settings': `/teams/${team}/settings`,
    '/unattributed': '/unattributed',
    '/prices': '/prices',
    '/jobs': '/jobs',
    '/actions': '/actions',
    '/alerts': '/alerts',
    '/alerts/$id': `/alerts/${alert}`,
    '/outbox': '/outbox',
    '/settings': '/settings',
    '/account': '/account',
  })
  const open = (as?: World['admin'], expected: RegExp[] = []) =>
    visits.open({ url: world.server.url, now: world.now, expected, ...(as ? { as } : {}) })
  const look = async (page: Page, routes: string[], state: string) => {
    const faults: string[] = []
    for (const [route, address] of Object.entries(addresses())) {
      if (!routes.includes(route)) continue
      await page.goto(address)
      await settled(page)
      faults.push(...(await faultsOf(page, `${route} ${state}`)))
      await shoot(page, `${state}${route.replace(/[/$]+/g, '-')}-phone-dark`)
    }
    return faults
  }

  test('no page is forgotten here', () => {
    expect([...Object.keys(addresses()), ...PUBLIC].toSorted()).toEqual(pageRoutes())
  })

  test('the pages of an empty workspace', LIMIT, async () => {
    const routes = Object.keys(addresses()).filter((route) => !route.includes('$'))
    expect(await look(await open(world.admin), routes, 'empty')).toEqual([])
  })

  test('the pages before a session', LIMIT, async () => {
    const { admin } = world
    const invitation = await admin.request<{ link: string }>('POST', '/api/invitations', {
      email: 'a@example.com',
      teams: [],
    })
    const page = await open(undefined, [/status of 404/])
    const faults: string[] = []
    for (const address of [
      '/sign-in',
      '/password-reset',
      pathOf(invitation.body.link),
      '/invitations/gone',
      '/password-reset/x',
      '/no/page',
    ]) {
      await page.goto(address)
      await settled(page)
      faults.push(...(await faultsOf(page, address)))
    }
    expect(faults).toEqual([])
  })

  test('the pages of a workspace with eight projects', LIMIT, async () => {
    const { admin, server } = world
    team = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const found = server.simulator.projects().filter((one) => one.name !== 'batch-embed')
    const [first = ''] = await importProjects(
      admin,
      team,
      found.map((one) => one.id),
    )
    const other = await addTeam(admin, '데이터팀')
    await addProject(admin, other, '아직 연결 없는 프로젝트')
    const runaway = await addProject(admin, other, 'batch-embed')
    await limitTo(server, runaway, '500')
    await runAway(server, runaway)
    const { body } = await admin.request<{ items: { id: string }[] }>('GET', '/api/alerts')
    alert = body.items[0]?.id ?? ''
    await join(server, admin, { email: 'lead@example.com', name: '김민수', teams: [{ teamId: team, role: 'lead' }] })
    await collected(admin)
    project = first
    const callsOfAll = await recordedCalls(server, project, world.now)
    call = callsOfAll[0]?.id ?? ''
    expect(await look(await open(admin), Object.keys(addresses()), 'eight')).toEqual([])
  })

  test('the dialogs', LIMIT, async () => {
    const page = await open(world.admin)
    const faults: string[] = []
    for (const [address, button] of [
      ['/teams', '새 팀 생성'],
      ['/projects', '새 프로젝트 생성'],
      [`/teams/${team}/settings`, '키 교체'],
      [`/teams/${team}/settings`, '비활성화'],
      [`/teams/${team}/settings`, '김민수 팀에서 제외'],
      [`/teams/${team}/settings`, '팀 보관'],
      [`/projects/${project}/settings`, /등록 해제$/],
      [`/projects/${project}/settings`, '프로젝트 보관'],
      [`/projects/${project}/settings`, '새 프로젝트 키'],
      ['/unattributed', /프로젝트에 연결$/],
      ['/settings', '김민수의 비밀번호 재설정 링크 만들기'],
      ['/settings', '사용 중지'],
      ['/outbox', /내용 보기$/],
      ['/settings', 'Slack 채널 추가'],
      [`/teams/${team}/settings`, '메일 주소 추가'],
      ['/alerts', 'batch-embed 확인했음으로 표시'],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(address)
      const opener = page.getByRole('button', { name: button, exact: true }).first()
      await opener.click()
      const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
      await seen(dialog)
      faults.push(...(await faultsOf(page, `${button} on ${address}`)))
      await shoot(page, `dialog-${String(button).replace(/[^가-힣]/g, '')}`)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }
    await page.getByRole('button', { name: '더 보기' }).click()
    await seen(page.getByRole('link', { name: '내 계정' }))
    faults.push(...(await faultsOf(page, 'more places')))
    expect(faults).toEqual([])
  })

  test('the keyboard alone skips the menu, steps through the chart and reads the table', async () => {
    const page = await open(world.admin)
    await page.goto(`/projects/${project}`)
    await settled(page)
    await page.keyboard.press('Tab')
    await seen(page.getByRole('link', { name: '본문으로 건너뛰기' }))
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')

    const chart = page.getByRole('application')
    await chart.focus()
    const said: string[] = []
    for (const key of ['Home', ...Array.from({ length: 29 }, () => 'ArrowRight')]) {
      await page.keyboard.press(key)
      said.push(await chart.locator('[aria-live]').innerText())
    }
    const days = said.map(
      (sentence) => /^(\d+월 \d+일 \(.\)), (\$[\d.,]+, (?:확정|잠정|추정)|집계 없음)/.exec(sentence)?.[1],
    )
    expect(days.filter(Boolean)).toHaveLength(30)
    expect(new Set(days).size).toBe(30)
    await page.keyboard.press('ArrowRight')
    expect(await chart.locator('[aria-live]').innerText()).toBe(said.at(-1))

    await page.getByRole('button', { name: '표로 보기' }).click()
    const table = page.getByRole('table', { name: /최근 30일 일별 지출/ })
    const rows = await table.locator('tbody tr').allInnerTexts()
    expect(cents(rows)).toBe(cents(said))
    expect(cents(rows)).toBeGreaterThan(0)
    await page.getByRole('button', { name: '차트로 보기' }).click()
    await seen(chart)
  })

  test.for([
    ['/teams', '새 팀 생성', '팀 이름'],
    ['/projects', '새 프로젝트 생성', '프로젝트 이름'],
  ] as const)('the dialog on %s takes the focus, keeps it and gives it back', async ([address, name, field]) => {
    const page = await open(world.admin)
    await page.goto(address)
    const opener = page.getByRole('button', { name, exact: true })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name })
    const focused = (place: Locator) => () => place.evaluate((one) => one === document.activeElement)
    await becomes(focused(dialog.getByLabel(field)), true)
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab')
      await becomes(() => dialog.evaluate((one) => one.contains(document.activeElement)), true)
    }
    await page.keyboard.press('Escape')
    await gone(dialog)
    await becomes(focused(opener), true)
  })

  test('moving to another page by keyboard starts at its beginning and is announced by its title', async () => {
    const page = await open(world.admin)
    await page.goto('/')
    await seen(heading(page, '프로젝트 Top 5'))
    await page.getByRole('link', { name: '팀', exact: true }).focus()
    await page.keyboard.press('Enter')
    await seen(heading(page, '팀'))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    expect(await page.title()).toBe('팀 · finops-for-ai')
    await seen(section(page, '팀').or(page.getByRole('table', { name: '팀' })))
  })
})

journey('the first page of all', (visits) => {
  test('can be read before there is anybody', LIMIT, async () => {
    const server = await startTestServer()
    try {
      const page = await visits.open({ url: server.url })
      await page.goto('/setup')
      await seen(heading(page, '첫 관리자 만들기'))
      expect(await faultsOf(page, '/setup')).toEqual([])
    } finally {
      await server.close()
    }
  })
})

/** The sum of the first amount in each line, in cents. */
function cents(lines: readonly string[]): number {
  const amounts = lines.map((line) => /\$([\d,]+\.\d\d)(?!\d)/.exec(line)?.[1] ?? '0')
  return amounts.reduce((sum, amount) => sum + Math.round(Number(amount.replaceAll(',', '')) * 100), 0)
}
