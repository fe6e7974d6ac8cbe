import { afterAll, beforeAll, expect, test } from 'vitest'
import { shoot } from '../support/browser.ts'
import { type Client, join, PASSWORD } from '../support/client.ts'
import { becomes, gone, heading, pathOf, section, seen } from '../support/web.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, createWorld, importProjects, type World } from './world.ts'

const NOWHERE = 'http://127.0.0.1:9/v1'
const refused = (status: number, path: string) => new RegExp(`status of ${status} .*${path}`)
const OFFLINE = /net::ERR_(?:INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)/

journey('what goes wrong is said, and nothing is lost', (visits) => {
  let world: World
  let team: string
  let project: string
  let stranger: Client
  beforeAll(async () => {
    world = await createWorld({ environment: { ALLOW_CUSTOM_BASE_URL: 'true' } })
    const { server, admin } = world
    team = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    project = await addProject(admin, team, 'chatbot-experiment')
    const other = await addTeam(admin, '데이터팀')
    stranger = await join(server, admin, {
      email: 'other@example.com',
      name: '박다른',
      teams: [{ teamId: other, role: 'lead' }],
    })
  })
  afterAll(() => world?.close())

  const open = (expected: RegExp[] = [], as: Client | null = world.admin) =>
    visits.open({ url: world.server.url, now: world.now, expected, ...(as ? { as } : {}) })

  test('each wrong key has its own sentence, is not kept, and stays typed', async () => {
    const empty = await addTeam(world.admin, '커머스팀')
    const page = await open([
      refused(400, '/admin-keys$'),
      refused(409, '/admin-keys$'),
      refused(422, '/admin-keys$'),
      refused(502, '/admin-keys$'),
      /^502 from .*\/admin-keys$/,
    ])
    await page.goto(`/teams/${empty}/settings`)
    const form = section(page, 'OpenAI Admin API Key')
    const { keys } = world.server.simulator
    const wrong = [
      [keys.projectKey, '프로젝트용 API 키입니다.'],
      ['not-a-key-at-all', 'Admin API 키 형식이 아닙니다.'],
      [keys.revoked, 'OpenAI가 이 키를 받아들이지 않습니다.'],
      [keys.noCosts, '이 키에는 비용을 읽을 권한(api.usage.read)이 없습니다.'],
      [keys.full, '다른 팀에 이미 등록된 Admin API 키입니다.'],
    ] as const
    for (const [key, sentence] of wrong) {
      await form.getByLabel('Admin API 키').fill(key)
      await form.getByRole('button', { name: '등록', exact: true }).click()
      await seen(form.getByText(sentence))
      expect(await form.getByLabel('Admin API 키').inputValue()).toBe(key)
    }
    await shoot(page, 'errors-wrong-key')
    await form.getByText('다른 API 주소 사용').click()
    await form.getByLabel('Admin API 키').fill(keys.second)
    await form.getByLabel('API 주소').fill(NOWHERE)
    await form.getByRole('button', { name: '등록', exact: true }).click()
    await seen(form.getByText('OpenAI API에 연결하지 못했습니다.'))
    await page.reload()
    await seen(form.getByLabel('Admin API 키'))
    const kept = await world.admin.request<{ adminKeys: unknown[] }>('GET', `/api/teams/${empty}`)
    expect(kept.body.adminKeys).toEqual([])
  })

  test('an unknown address says so, with the number of the request that was refused', async () => {
    const page = await open([refused(404, '/api/projects/'), refused(400, '/api/projects/')])
    for (const address of ['/projects/0d1a6c1e-0000-4000-8000-00000000000a', '/projects/nothing', '/no/such/page']) {
      await page.goto(address)
      await seen(heading(page, '찾을 수 없습니다'), page.getByRole('link', { name: '홈으로 가기' }))
    }
    await page.goto('/projects/0d1a6c1e-0000-4000-8000-00000000000a')
    await seen(page.getByText(/^요청 번호/))
    const id = (await page.locator('code').innerText()).trim()
    expect(world.server.logLines.some((line) => line.includes(id))).toBe(true)
    await shoot(page, 'errors-not-found')
  })

  test('a deep link survives signing in', async () => {
    const page = await open([refused(401, '/api/')], null)
    await page.goto(`/projects/${project}?days=90`)
    await seen(heading(page, '로그인'), page.getByText('로그인하면 보시던 화면으로 돌아갑니다.'))
    await page.getByLabel('이메일').fill('admin@example.com')
    await page.getByLabel('비밀번호', { exact: true }).fill('이것은 틀린 비밀번호')
    await page.getByRole('button', { name: '로그인' }).click()
    await seen(page.getByText('이메일 또는 비밀번호가 맞지 않습니다.'))
    await shoot(page, 'errors-sign-in')
    await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '로그인' }).click()
    await seen(heading(page, 'chatbot-experiment'))
    expect(page.url()).toBe(`${world.server.url}/projects/${project}?days=90`)
  })

  test('a server that cannot be reached costs nothing that was typed, and the work is done once', async () => {
    const page = await open([OFFLINE])
    await page.goto('/teams')
    await page.getByRole('button', { name: '새 팀 생성' }).click()
    const dialog = page.getByRole('dialog', { name: '새 팀 생성' })
    await dialog.getByLabel('팀 이름').fill('검색팀')
    await page.context().setOffline(true)
    await dialog.getByRole('button', { name: '팀 만들기' }).click()
    await seen(dialog.getByText('서버에 연결하지 못했습니다. 입력하신 내용은 이 화면에 그대로 있습니다.'))
    expect(await dialog.getByLabel('팀 이름').inputValue()).toBe('검색팀')
    await shoot(page, 'errors-unreachable')
    await page.context().setOffline(false)
    await dialog.getByRole('button', { name: '팀 만들기' }).click()
    await seen(heading(page, '팀 설정'))
    await page.getByRole('link', { name: '팀', exact: true }).click()
    await seen(page.getByRole('link', { name: '검색팀' }))
    expect(await page.getByRole('link', { name: '검색팀' }).count()).toBe(1)
  })

  test('what could not be read comes back with one press', async () => {
    const page = await open([OFFLINE])
    await page.goto('/actions')
    await seen(page.getByRole('row').nth(1))
    await page.context().setOffline(true)
    await page.getByLabel('팀', { exact: true }).selectOption('마케팅팀')
    const again = page.getByRole('button', { name: '다시 시도' })
    await seen(page.getByText('서버에 연결하지 못했습니다.'), again)
    await shoot(page, 'errors-part-away')
    await page.context().setOffline(false)
    await again.click()
    await seen(page.getByRole('row').nth(1))
    await gone(again)
  })

  test('an open page says that its server is gone and how old it is, and follows again by itself', {
    timeout: 120_000,
  }, async () => {
    const page = await open([OFFLINE])
    await page.goto(`/projects/${project}`)
    await seen(heading(page, 'chatbot-experiment'))
    const gap = page.getByText('서버에서 새 값을 읽지 못하고 있습니다. 보이는 값은 14:00에 읽은 것입니다.')
    await page.context().setOffline(true)
    await gap.waitFor({ timeout: 45_000 })
    await seen(heading(page, 'chatbot-experiment'))
    await shoot(page, 'errors-server-gone')
    await page.context().setOffline(false)
    await gap.waitFor({ state: 'hidden', timeout: 45_000 })
  })

  test('the picker marks archived projects and registers several at once', async () => {
    const page = await open()
    await page.goto(`/projects/${project}/settings`)
    const ids = section(page, 'OpenAI Project ID')
    await ids.getByText('목록에서 고르기').click()
    const archived = ids.locator('label').filter({ hasText: 'meeting-notes' })
    await seen(archived.getByText('OpenAI에서 보관됨'))
    await ids.getByRole('checkbox', { name: /^chatbot-experiment/ }).check()
    await archived.getByRole('checkbox').check()
    await shoot(page, 'errors-picker')
    await ids.getByRole('button', { name: '2개 등록' }).click()
    await becomes(() => ids.getByRole('list', { name: '등록 결과' }).getByRole('listitem').count(), 2)
    const results = await ids.getByRole('list', { name: '등록 결과' }).getByRole('listitem').allInnerTexts()
    for (const result of results) expect(result).toContain('Project ID가 등록되었습니다.')
    await becomes(() => ids.getByText('연결 중').count(), 2)
    await seen(ids.locator('label').filter({ hasText: 'meeting-notes' }).getByText('이 프로젝트에 연결됨'))
    await shoot(page, 'errors-picker-done')
  })

  test('a typed Project ID that does not exist or is taken says why', async () => {
    const [taken] = await importProjects(world.admin, team, [idOf('batch-embed')])
    expect(taken).not.toBe('')
    const page = await open()
    await page.goto(`/projects/${project}/settings`)
    const ids = section(page, 'OpenAI Project ID')
    for (const [id, sentence] of [
      ['hello', 'Project ID 형식이 아닙니다.'],
      ['proj_doesnotexist', '팀의 Admin API 키로 이 Project ID를 찾지 못했습니다.'],
      [idOf('batch-embed'), '이미 ‘batch-embed’ 프로젝트에 등록된 Project ID입니다.'],
    ] as const) {
      await ids.getByLabel('Project ID', { exact: true }).fill(id)
      await ids.getByRole('button', { name: '등록', exact: true }).click()
      await seen(ids.getByText(sentence))
      expect(await ids.getByLabel('Project ID', { exact: true }).inputValue()).toBe(id)
    }
  })

  test('another team’s member finds no trace of the project', async () => {
    const page = await open([refused(404, '/api/projects/')], stranger)
    for (const address of [`/projects/${project}`, `/projects/${project}/settings`]) {
      await page.goto(address)
      await seen(heading(page, '찾을 수 없습니다'))
      await gone(page.getByText('chatbot-experiment'))
    }
    await page.goto('/projects')
    await seen(page.getByText('아직 프로젝트가 없습니다.'))
    for (const address of ['/settings', '/jobs', '/unattributed']) {
      await page.goto(address)
      await seen(heading(page, '볼 권한이 없습니다'))
    }
  })

  test('a session that ended elsewhere leads to the sign-in page and back', async () => {
    const page = await open([refused(401, '/api/')], stranger)
    await page.goto('/projects')
    await seen(heading(page, '프로젝트'))
    await stranger.request('POST', '/api/sign-out')
    // The open page asks again by itself as well, and may have left before it can be clicked.
    const link = page.getByRole('link', { name: '행동 기록', exact: true })
    await Promise.any([link.click(), page.waitForURL(/sign-in/)])
    await seen(heading(page, '로그인'))
    const next = new URL(page.url()).searchParams.get('next')
    expect(['/actions', '/projects']).toContain(next)
    await page.getByLabel('이메일').fill('other@example.com')
    await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '로그인' }).click()
    await seen(heading(page, next === '/actions' ? '행동 기록' : '프로젝트'))
    expect(pathOf(page.url())).toBe(next)
  })

  function idOf(name: string): string {
    return world.server.simulator.projects().find((one) => one.name === name)?.id ?? ''
  }
})
