import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { becomes, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { recordedCalls } from './recorded-calls.ts'
import { addProject, addTeam, createWorld, type World } from './world.ts'

const LIMIT = { timeout: 120_000 }

journey('the calls of a project', (visits) => {
  let world: World
  let project: string
  let quiet: string
  beforeAll(async () => {
    world = await createWorld()
    const team = await addTeam(world.admin, '마케팅팀')
    project = await addProject(world.admin, team, '상담 챗봇')
    quiet = await addProject(world.admin, team, '아직 조용한 프로젝트')
    await recordedCalls(world.server, project, world.now)
  }, 120_000)
  afterAll(() => world?.close())

  const open = (size = DESK, theme: 'light' | 'dark' = 'light') =>
    visits.open({ url: world.server.url, as: world.admin, now: world.now, size, theme })

  test('are listed, filtered through the address, and each can be opened', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}/calls`)
    const rows = page.getByRole('table', { name: '호출 기록' }).getByRole('row')
    await seen(rows.nth(6))
    expect(await rows.count()).toBe(7)
    await seen(page.getByText('가격 미상'), page.getByText('$1.20').first())
    await settled(page)
    await shoot(page, 'calls')

    await page.getByLabel('작업 유형').selectOption({ label: '답장 초안 (2)' })
    await becomes(() => rows.count(), 3)
    expect(new URL(page.url()).searchParams.get('task')).toBe('답장 초안')
    await page.getByLabel('기간').selectOption('today')
    await becomes(() => rows.count(), 2)
    await page.reload()
    await becomes(() => rows.count(), 2)
    await page.getByLabel('결과').selectOption('refused')
    await seen(page.getByText('조건에 맞는 호출이 없습니다'))
    await page.getByRole('button', { name: '조건 모두 지우기' }).click()
    await becomes(() => rows.count(), 6)
    await page.getByLabel('작업 유형').selectOption({ label: '작업 유형 없음 (2)' })
    await becomes(() => rows.count(), 3)
    await page.getByLabel('비용').selectOption('no')
    await becomes(() => rows.count(), 2)

    await page.goto(`/projects/${project}/calls?result=refused`)
    await rows.nth(1).getByRole('link').click()
    await seen(heading(page, '호출'), page.getByText(/프로젝트가 차단되어 있어/), page.getByText('finops_blocked'))
    await seen(page.getByText('거부된 호출이라 요금이 없습니다.'))
    await page.goBack()
    await becomes(() => rows.count(), 2)

    await page.goto(`/projects/${project}/calls?trace=trace-1`)
    await becomes(() => rows.count(), 2)
    await rows.nth(1).getByRole('link').click()
    const cost = section(page, '비용과 사용량')
    await seen(cost.getByText('$1.20', { exact: true }), cost.getByText('공개 단가표'), cost.getByText('400,000'))
    await seen(section(page, '어떻게 진행되었나').getByText('480ms'))
    await seen(section(page, '어디에서 왔나').getByText(/^서버 …/))
    await settled(page)
    await shoot(page, 'call')
    await page.getByRole('link', { name: 'trace-1' }).click()
    await becomes(() => rows.count(), 2)
    await page.getByRole('button', { name: '모든 추적 보기' }).click()
    await becomes(() => rows.count(), 7)
  })

  test('say what to do where there are none, and fit a phone in the dark', LIMIT, async () => {
    const phone = await open(PHONE, 'dark')
    await phone.goto(`/projects/${quiet}/calls`)
    await seen(phone.getByText('아직 기록된 호출이 없습니다'), phone.getByText(/첫 호출을 보내면/))
    await phone.goto(`/projects/${project}/calls`)
    await seen(phone.getByRole('table', { name: '호출 기록' }).getByText('거부'))
    await settled(phone)
    expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
    await shoot(phone, 'calls-phone-dark')
    expect(await faultsOf(phone, 'calls')).toEqual([])
    await phone.getByRole('table', { name: '호출 기록' }).getByRole('link').first().click()
    await seen(phone.getByText('답장 초안'))
    await settled(phone)
    expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
    await shoot(phone, 'call-phone-dark')
    expect(await faultsOf(phone, 'call')).toEqual([])
  })
})
