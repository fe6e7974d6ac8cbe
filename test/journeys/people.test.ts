import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shoot } from '../support/browser.ts'
import { createClient, join, PASSWORD } from '../support/client.ts'
import { becomes, gone, heading, pathOf, section, seen } from '../support/web.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, createWorld, type World } from './world.ts'

const NEW_PASSWORD = '새로 정한 아주 긴 비밀번호'
const ENDED = /status of 401 .*\/api\//

journey('people come in, see what is theirs, and leave', (visits) => {
  let world: World
  let team: string
  let project: string
  beforeAll(async () => {
    world = await createWorld()
    team = await addTeam(world.admin, '마케팅팀')
    project = await addProject(world.admin, team, 'chatbot-experiment')
  })
  afterAll(() => world?.close())

  const open = (options: { as?: World['admin']; expected?: RegExp[] } = {}) =>
    visits.open({ url: world.server.url, now: world.now, ...options })
  const invited = (email: string, name: string, role: 'lead' | 'member') =>
    join(world.server, world.admin, { email, name, teams: [{ teamId: team, role }] })

  test('an invitation link, copied from one browser, is accepted in another and works once', async () => {
    const page = await open({ as: world.admin })
    await page.goto(`/teams/${team}/settings`)
    const members = section(page, '구성원')
    await members.getByLabel('초대할 이메일').fill('minsu@example.com')
    await members.getByLabel('팀 역할').selectOption('팀장')
    await members.getByRole('button', { name: '초대 링크 만들기' }).click()
    await seen(members.getByText('minsu@example.com 초대 링크를 만들었습니다.'))
    const link = pathOf(await members.getByLabel('초대 링크').inputValue())
    await shoot(page, 'people-invited')

    const other = await open({ expected: [/status of 404 .*\/preview\//] })
    await other.goto(link)
    await seen(heading(other, '초대 수락'), other.getByText('테스트 회사 워크스페이스에 초대받으셨습니다.'))
    expect(await other.getByLabel('이메일').inputValue()).toBe('minsu@example.com')
    await shoot(other, 'people-invitation')
    await other.getByLabel('이름', { exact: true }).fill('김민수')
    await other.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
    await other.getByRole('button', { name: '초대 수락하고 시작하기' }).click()
    await other.getByRole('link', { name: '팀', exact: true }).click()
    await seen(other.getByRole('row', { name: /마케팅팀.*팀장/ }))
    await other.goto(link)
    await seen(heading(other, '사용할 수 없는 초대입니다'))
    await page.reload()
    await seen(members.getByRole('row', { name: /김민수/ }))
  })

  test('a member sees the figures and no button that changes anything', async () => {
    const member = await invited('member@example.com', '최구성', 'member')
    const page = await open({ as: member })
    await page.goto(`/projects/${project}`)
    await seen(heading(page, 'chatbot-experiment'), section(page, '행동 기록').getByRole('row').nth(1))
    await gone(page.getByRole('link', { name: '프로젝트 설정' }))
    await page.goto(`/teams/${team}`)
    await seen(heading(page, '마케팅팀'), section(page, '구성원').getByRole('row').nth(1))
    for (const name of ['팀 설정', '키 등록', '새 프로젝트 생성']) {
      expect(await page.getByRole('link', { name }).or(page.getByRole('button', { name })).count()).toBe(0)
    }
    await shoot(page, 'people-member-team')
    const nav = page.getByRole('navigation', { name: '주 메뉴' }).first()
    for (const name of ['미귀속', '작업', '워크스페이스 설정']) expect(await nav.getByText(name).count()).toBe(0)
    await page.goto(`/projects/${project}/settings`)
    await seen(heading(page, '볼 권한이 없습니다'), page.getByText('프로젝트 설정은 팀장과 관리자만 볼 수 있습니다.'))
  })

  test('a lead changes the own team and nothing of the workspace', async () => {
    const lead = await invited('lead@example.com', '한팀장', 'lead')
    const page = await open({ as: lead })
    await page.goto(`/teams/${team}/settings`)
    await seen(section(page, 'OpenAI Admin API Key'), section(page, '구성원'))
    expect(await page.getByRole('button', { name: '팀 보관' }).count()).toBe(0)
    expect(await page.getByLabel('팀 역할').count()).toBe(0)
  })

  test('ending a session in the list signs the other browser out', async () => {
    const here = await invited('two@example.com', '두기기', 'member')
    const there = createClient(world.server.url)
    await there.request('POST', '/api/sign-in', { email: 'two@example.com', password: PASSWORD })
    const page = await open({ as: here })
    const other = await open({ as: there, expected: [ENDED] })
    await other.goto('/teams')
    await seen(heading(other, '팀'))
    await page.goto('/account')
    const sessions = section(page, '로그인한 기기')
    await seen(sessions.getByText('지금 이 기기'))
    await becomes(() => sessions.getByRole('row').count(), 3)
    await shoot(page, 'people-sessions')
    await sessions.getByRole('button', { name: /로그인 종료$/ }).click()
    await seen(page.getByRole('status').getByText('그 기기의 로그인을 종료했습니다.'))
    await becomes(() => sessions.getByRole('row').count(), 2)
    await other.getByRole('link', { name: '행동 기록', exact: true }).click()
    await seen(heading(other, '로그인'), other.getByText('로그인하면 보시던 화면으로 돌아갑니다.'))
    await page.reload()
    await seen(sessions.getByText('지금 이 기기'))
  })

  test('a forgotten password is replaced by a link, once, and other browsers are signed out', async () => {
    const forgetful = await invited('forgot@example.com', '나깜빡', 'member')
    const page = await open({ as: world.admin })
    await page.goto('/settings')
    await page.getByRole('button', { name: '나깜빡의 비밀번호 재설정 링크 만들기' }).click()
    const dialog = page.getByRole('dialog', { name: '재설정 링크' })
    await seen(dialog.getByText('본인에게만 전달해 주세요.'))
    const link = pathOf(await dialog.getByLabel('재설정 링크').inputValue())
    await shoot(page, 'people-reset-link')

    const other = await open({ expected: [/status of 4\d\d .*\/api\/password-reset\/confirm$/] })
    await other.goto('/sign-in')
    await other.getByRole('link', { name: '비밀번호 재설정' }).click()
    // The sign-in page has a field of the same name, and stays until this one is loaded.
    await seen(heading(other, '비밀번호 재설정'))
    await other.getByLabel('이메일').fill('forgot@example.com')
    await other.getByRole('button', { name: '재설정 링크 받기' }).click()
    await seen(other.getByText('가입된 주소라면 몇 분 안에 재설정 링크가 도착합니다.'))
    await choose(other, link)
    await seen(other.getByText('비밀번호를 바꿨습니다. 새 비밀번호로 로그인해 주세요.'))
    await signIn(other, 'forgot@example.com', NEW_PASSWORD)
    await seen(other.getByRole('link', { name: '나깜빡' }))
    expect((await forgetful.request('GET', '/api/me')).status).toBe(401)
    await choose(other, link)
    await seen(other.getByText('재설정 링크가 만료되었거나 이미 사용되었습니다.'))
  })

  test('a personal token is shown once, works, and is refused when it was revoked', async () => {
    const owner = await invited('token@example.com', '박토큰', 'member')
    const page = await open({ as: owner })
    await page.goto('/account')
    const tokens = section(page, '개인 토큰')
    await tokens.getByLabel('토큰 이름').fill('월말 정산 스크립트')
    await tokens.getByRole('button', { name: '토큰 만들기' }).click()
    await seen(tokens.getByText('지금만 볼 수 있으니 안전한 곳에 복사해 두세요.'))
    const secret = await tokens.getByLabel('새 개인 토큰').inputValue()
    expect(secret).toMatch(/^fin_/)
    const me = () =>
      createClient(world.server.url).request('GET', '/api/me', undefined, { authorization: `Bearer ${secret}` })
    expect((await me()).status).toBe(200)
    await shoot(page, 'people-token')
    await page.reload()
    await seen(tokens.getByRole('row', { name: /월말 정산 스크립트/ }))
    expect(await tokens.getByLabel('새 개인 토큰').count()).toBe(0)
    expect(await page.content()).not.toContain(secret)
    await tokens.getByRole('button', { name: '월말 정산 스크립트 토큰을 폐기합니다' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '예, 토큰 폐기' }).click()
    await seen(tokens.getByText('아직 만든 토큰이 없습니다.'))
    expect((await me()).status).toBe(401)
  })
})

async function choose(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('새 비밀번호', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: '새 비밀번호 저장' }).click()
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('이메일').fill(email)
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '로그인' }).click()
}
