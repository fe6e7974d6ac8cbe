import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitTo, runAway } from '../alerts/runaway.ts'
import { type DESK, PHONE, shoot } from '../support/browser.ts'
import { type Client, createClient, join, PASSWORD } from '../support/client.ts'
import { becomes, gone, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, createWorld, type World } from './world.ts'

journey('an alarm is read, understood and answered', (visits) => {
  let world: World
  let project: string
  let member: Client
  let stranger: Client
  beforeAll(async () => {
    world = await createWorld()
    const team = await addTeam(world.admin, '마케팅팀')
    const other = await addTeam(world.admin, '데이터팀')
    project = await addProject(world.admin, team, 'chatbot-experiment')
    const seat = (email: string, name: string, teamId: string) =>
      join(world.server, world.admin, { email, name, teams: [{ teamId, role: 'member' }] })
    member = await seat('minsu@example.com', '김민수', team)
    stranger = await seat('other@example.com', '정남남', other)
    await limitTo(world.server, project, '500')
    await runAway(world.server, project)
  })
  afterAll(() => world?.close())

  const open = (options: { as?: Client; size?: typeof DESK; theme?: 'light' | 'dark' } = {}) =>
    visits.open({ url: world.server.url, now: world.now, ...options })

  async function linkOf(label: string): Promise<string> {
    const { rows } = await sql<{ body: { links: { label: string; url: string }[] } }>`
      select body from notices where kind = 'crossed'`.execute(world.server.runtime.database.db)
    const url = rows[0]?.body.links.find((link) => link.label === label)?.url ?? ''
    return url.replace(/^https?:\/\/[^/]+/, '')
  }

  test('the link of the message leads over the sign-in to the project, with its breach and its cause', async () => {
    const page = await open()
    await page.goto(await linkOf('상세 보기'))
    await page.getByLabel('이메일').fill('minsu@example.com')
    await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '로그인', exact: true }).click()
    await seen(heading(page, 'chatbot-experiment'), page.getByText('$742.18 / $500.00 (148%)'))
    const cause = section(page, '원인')
    await seen(
      cause.getByText('호출 ×15.1 · 호출당 토큰 ×0.98 · 단가 ×1.00 = ×14.8'),
      cause.getByText(/^\d\d:\d\d부터 평소의 3배 이상으로/),
      cause.getByRole('row', { name: /gpt-4o-2024-08-06 \+\$690\.93/ }),
      cause.getByRole('row', { name: /…9f2c \+\$690\.93/ }),
      cause.getByRole('row', { name: '합계 +$692.18' }),
    )
    await settled(page)
    await shoot(page, 'alerts-project')
    expect(new URL(page.url()).search).toContain('breach=')
  })

  test('the page of alerts counts what is open and draws how far it is', async () => {
    const page = await open({ as: world.admin })
    await page.goto('/')
    await seen(
      page.getByRole('link', { name: '알림·승인 진행 중 1건' }).or(page.getByRole('link', { name: /알림·승인/ })),
    )
    await page
      .getByRole('link', { name: /알림·승인/ })
      .first()
      .click()
    await seen(heading(page, '알림·승인'), page.getByText('초과 · 확인 전'), page.getByText('발생 14:00'))
    await settled(page)
    await shoot(page, 'alerts-list')
    expect((await sticksOut(page)).pixels).toBe(0)
    await page.getByRole('link', { name: 'chatbot-experiment 상세' }).click()
    await seen(heading(page, 'chatbot-experiment 초과'))
    await seen(section(page, '보낸 알림').getByRole('row', { name: /admin@example\.com/ }))
    await seen(section(page, '처리 기록').getByText('한도의 100%를 넘었습니다. 지출 $742.18 · 한도 $500.00'))
    await settled(page)
    await shoot(page, 'alerts-detail')
    expect((await sticksOut(page)).pixels).toBe(0)
  })

  test('the same pages work on a phone and in the dark', async () => {
    const page = await open({ as: member, size: PHONE, theme: 'dark' })
    for (const [path, name] of [
      ['/alerts', 'alerts-list-phone'],
      [`/projects/${project}`, 'alerts-project-phone'],
    ] as const) {
      await page.goto(path)
      await seen(page.getByText('$742.18 / $500.00 (148%)'))
      await settled(page)
      await shoot(page, name)
      expect((await sticksOut(page)).pixels, path).toBe(0)
    }
    await page.goto('/alerts')
    await page.getByRole('link', { name: 'chatbot-experiment 상세' }).click()
    await seen(heading(page, 'chatbot-experiment 초과'))
    await settled(page)
    await shoot(page, 'alerts-detail-phone')
    expect((await sticksOut(page)).pixels).toBe(0)
  })

  test('somebody of another team sees nothing of it', async () => {
    const page = await open({ as: stranger })
    await page.goto('/alerts')
    await seen(page.getByText('진행 중인 초과가 없습니다.'))
    const { body } = await member.request<{ items: { id: string }[] }>('GET', '/api/alerts')
    expect(body.items).toHaveLength(1)
    expect((await stranger.request('GET', `/api/alerts/${body.items[0]?.id}`)).status).toBe(404)
    expect((await stranger.request('GET', `/api/projects/${project}/cause`)).status).toBe(404)
    expect((await createClient(world.server.url).request('GET', '/api/alerts')).status).toBe(401)
  })

  test('an acknowledgement, with the keyboard alone, ends the reminders and is on record', async () => {
    const page = await open({ as: member })
    await page.goto('/alerts')
    const button = page.getByRole('button', { name: 'chatbot-experiment 확인했음으로 표시' })
    await button.focus()
    await page.keyboard.press('Enter')
    await seen(page.getByRole('alertdialog', { name: 'chatbot-experiment 초과를 확인했음으로 표시합니다' }))
    await page.getByLabel('메모(선택)').fill('재시도 로직을 되돌리는 중')
    await shoot(page, 'alerts-acknowledge')
    await page.getByRole('button', { name: '확인했음', exact: true }).click()
    await seen(page.getByText('초과 · 확인함'), page.getByText('확인 14:00'))
    await gone(button)
    await page.getByRole('link', { name: 'chatbot-experiment 상세' }).click()
    await seen(page.getByText('김민수 님이 확인했습니다'), page.getByText('재시도 로직을 되돌리는 중'))
    await becomes(async () => (await member.request('GET', '/api/alerts/open')).body, {
      raised: 0,
      acknowledged: 1,
      blocked: 0,
      released: 0,
      total: 1,
    })
  })
})
