import OpenAI from 'openai'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { join } from '../support/client.ts'
import { gone, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, createWorld, type World } from './world.ts'

const LIMIT = { timeout: 120_000 }

journey('a program is connected', (visits) => {
  let world: World
  let team = ''
  let project = ''
  let secret = ''
  beforeAll(async () => {
    world = await createWorld({ environment: { PUBLIC_URL: 'http://finops.example.com' } })
    team = await addTeam(world.admin, '마케팅팀')
    project = await addProject(world.admin, team, '답장 봇')
  })
  afterAll(() => world?.close())

  const open = async (
    as = world.admin,
    address = `/projects/${project}/connect`,
    expected: RegExp[] = [],
  ): Promise<Page> => {
    const page = await visits.open({ url: world.server.url, now: world.now, as, expected })
    await page.goto(address)
    await settled(page)
    return page
  }
  const tab = async (page: Page, name: string) => {
    await page.getByRole('tab', { name, exact: true }).click()
    return page.getByRole('tabpanel', { name, exact: true }).locator('pre').innerText()
  }
  const call = (task: string) =>
    new OpenAI({ apiKey: secret, baseURL: `${world.server.url}/openai/v1`, maxRetries: 0 }).chat.completions.create(
      { model: 'gpt-4o-mini', messages: [{ role: 'user', content: '안녕하세요' }] },
      { headers: { 'x-finops-task': encodeURIComponent(task) } },
    )

  test('the project page leads to the guide, which waits without a key', LIMIT, async () => {
    const page = await open(world.admin, `/projects/${project}`)
    await page.getByRole('link', { name: '연결 가이드', exact: true }).click()
    await seen(heading(page, '답장 봇 연결 가이드'))
    await seen(page.getByText('첫 호출을 기다리는 중'), page.getByText('먼저 키를 만들어 주세요.', { exact: false }))
    expect(await tab(page, 'curl')).toContain('x-finops-key: fin_…')
    await shoot(page, 'connect-empty')
  })

  test('the stored OpenAI key is checked with OpenAI before it is kept', LIMIT, async () => {
    const page = await open(world.admin, `/projects/${project}/settings`, [/status of 400/])
    const part = section(page, 'OpenAI 키 (게이트웨이용)')
    const enter = async (key: string) => {
      await part.getByLabel('OpenAI API 키').fill(key)
      await part.getByRole('button', { name: 'OpenAI 키 저장' }).click()
    }
    const { keys } = world.server.simulator
    await enter(keys.full)
    await seen(part.getByText('조직을 관리하는 키라서', { exact: false }))
    await enter(keys.projectKey)
    await seen(part.getByText('OpenAI가 이 키를 확인했습니다.', { exact: false }))
    await seen(part.getByText(`…${keys.projectKey.slice(-4)}`))
    await part.getByRole('button', { name: '지금 확인' }).click()
    await seen(part.getByText('OpenAI가 이 키를 확인했습니다.', { exact: false }))
    await shoot(page, 'connect-settings')
  })

  test('a key made in the guide stands in every example, once', LIMIT, async () => {
    const page = await open()
    await page.getByRole('button', { name: '키 만들기' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('키 이름').fill('운영 서버')
    await dialog.getByRole('button', { name: '키 만들기' }).click()
    await gone(dialog)
    secret = await page.getByLabel('방금 만든 프로젝트 키').inputValue()
    expect(secret).toMatch(/^fin_[\w-]{43}$/)
    for (const name of await page.getByRole('tab').allInnerTexts()) {
      const code = await tab(page, name)
      expect(code, name).toContain(secret)
      expect(code, name).toContain('http://finops.example.com')
    }
    expect(await tab(page, 'Node.js')).toContain(`apiKey: '${secret}'`)
    await page.getByText('내 OpenAI 키', { exact: true }).click()
    expect(await tab(page, 'Node.js')).toContain(`'x-finops-key': '${secret}'`)
    await shoot(page, 'connect-key')
    await page.reload()
    await settled(page)
    expect(await page.content()).not.toContain(secret)
    await seen(page.getByText('사용 가능한 키가 1개 있습니다.', { exact: false }))
  })

  test('the page turns green when the first call comes, and leads to it', LIMIT, async () => {
    const page = await open()
    await seen(page.getByText('첫 호출을 기다리는 중'))
    await call('답장 초안')
    const part = section(page, '3. 첫 호출')
    await seen(part.getByText('첫 호출이 도착했습니다'))
    expect(await part.getByRole('status').innerText()).toMatch(/gpt-4o-mini.*답장 초안/s)
    await seen(part.getByText('답장 초안', { exact: true }))
    expect(await faultsOf(page, 'connect after the first call')).toEqual([])
    await shoot(page, 'connect-green')
    await part.getByRole('link', { name: '이 호출 보기' }).click()
    await seen(heading(page, '호출'), page.getByText('답장 초안', { exact: true }))
  })

  test('later the guide says that the project is connected, on a phone too', LIMIT, async () => {
    const page = await open()
    await seen(page.getByText('연결되어 있습니다'))
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      for (const size of [PHONE, DESK]) {
        await page.setViewportSize(size)
        await settled(page)
        expect(await sticksOut(page)).toEqual({ pixels: 0, who: [] })
        await shoot(page, `connect-${scheme}-${size.width}`)
      }
    }
  })

  test('a revoked key stops at once, and stays in sight with its last use', LIMIT, async () => {
    const page = await open(world.admin, `/projects/${project}/settings`)
    const part = section(page, '프로젝트 키')
    await seen(part.getByRole('rowheader', { name: /운영 서버/ }))
    await part.getByRole('button', { name: '운영 서버 키 폐기' }).click()
    const dialog = page.getByRole('alertdialog')
    await seen(dialog.getByText('이 키를 쓰는 프로그램의 호출이 바로 거부됩니다.', { exact: false }))
    await shoot(page, 'connect-revoke')
    await dialog.getByRole('button', { name: '예, 키 폐기' }).click()
    await gone(dialog)
    await seen(part.getByText('아직 프로젝트 키가 없습니다.'))
    await part.getByText('만료되거나 폐기된 키 1개').first().click()
    await seen(part.getByText('폐기됨', { exact: true }))
    await expect
      .poll(() =>
        call('늦은 호출').then(
          () => 200,
          (error: { status?: number }) => error.status,
        ),
      )
      .toBe(401)
  })

  test('a member reads the guide and makes no key', LIMIT, async () => {
    const member = await join(world.server, world.admin, {
      email: 'member@example.com',
      name: '최팀원',
      teams: [{ teamId: team, role: 'member' }],
    })
    const page = await open(member)
    await seen(page.getByText('팀장에게 키를 요청해 주세요.', { exact: false }))
    expect(await page.getByRole('button', { name: /키 만들기/ }).count()).toBe(0)
  })
})
