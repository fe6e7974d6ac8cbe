import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { gone, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, type World } from './world.ts'

const NEW_MODEL = 'gpt-6-mini-2026-11-12'

journey('a model that nobody has a price for', (visits) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ simulator: { projectCount: 12, historyDays: 20, hasNewModel: true } })
    const { admin, server } = world
    const teamId = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const ids = server.simulator.projects().filter((one) => !one.isArchived)
    await importProjects(
      admin,
      teamId,
      ids.map((one) => one.id),
    )
    await collected(admin)
    await server.runtime.polls.pollNow({ signal: AbortSignal.timeout(60_000) })
  }, 120_000)
  afterAll(() => world?.close())

  const open = (size = DESK, theme: 'light' | 'dark' = 'light') =>
    visits.open({ url: world.server.url, as: world.admin, now: world.now, size, theme })

  test('is named with its tokens, gets a price, and is priced anew; taking the price back undoes it', {
    timeout: 120_000,
  }, async () => {
    const page = await open()
    await page.goto('/prices')
    const unknown = section(page, '가격 미상')
    await seen(unknown.getByText(/단가를 모르는 모델 1개의 [\d,]+ 토큰이 지출에 포함되지 않았습니다/))
    await seen(unknown.getByText(NEW_MODEL), unknown.getByText('code-review-bot'))
    await settled(page)
    await shoot(page, 'prices-unknown')

    await unknown.getByRole('button', { name: `${NEW_MODEL} 단가 입력` }).click()
    const dialog = page.getByRole('dialog')
    await seen(dialog.getByText('시작일부터의 지출을 다시 계산합니다. 비운 항목은 바꾸지 않습니다.'))
    expect(await dialog.getByLabel('모델').inputValue()).toBe(NEW_MODEL)
    await dialog.getByRole('button', { name: '입력하고 다시 계산' }).click()
    await seen(dialog.getByText('단가를 하나 이상 입력해 주세요.'))
    await dialog.getByLabel(/^입력/).fill('열')
    await dialog.getByLabel(/^캐시된 입력/).fill('0.06')
    await dialog.getByLabel(/^출력/).fill('4.8')
    await dialog.getByRole('button', { name: '입력하고 다시 계산' }).click()
    await seen(dialog.getByText(/0 이상의 숫자/))
    await shoot(page, 'prices-form')
    await dialog.getByLabel(/^입력/).fill('$0.60')
    await dialog.getByLabel('사유 또는 출처').fill('OpenAI 공지')
    await dialog.getByRole('button', { name: '입력하고 다시 계산' }).click()
    await gone(dialog)
    await seen(unknown.getByText('최근 30일 동안 쓴 모든 모델의 단가를 알고 있습니다.'))
    const own = section(page, '직접 입력한 단가')
    await seen(own.getByText('$0.60'), own.getByText('$0.06'), own.getByText('$4.80'))
    await settled(page)
    await shoot(page, 'prices-entered')

    await own.getByRole('button', { name: `${NEW_MODEL} 출력 단가 지우기` }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '예, 지우고 다시 계산' }).click()
    await seen(unknown.getByText(/단가를 모르는 모델 1개의/))
    await seen(unknown.getByText(/^출력 [\d,]+ 토큰$/))

    await page.goto('/actions')
    await seen(page.getByText(`‘${NEW_MODEL}’에 입력한 단가를 지웠습니다.`))
  })

  test('the table is searched by any name, and says where each price was read', { timeout: 120_000 }, async () => {
    const page = await open()
    await page.goto('/prices')
    const list = section(page, '공개 단가')
    await seen(list.getByRole('row', { name: /^gpt-4o \$2\.50 \$1\.25 \$10\.00/ }))
    await list.getByLabel('모델 찾기').fill('o3-2025')
    await seen(list.getByText(/2025-06-10부터/).first(), list.getByText('처음부터 · 지난 단가'))
    await seen(list.getByRole('link', { name: '2026-01-24 확인' }))
    await page.goto('/prices?all=true')
    await seen(list.getByText(/입력이 272,000 토큰을 넘는 요청은/).first())
    await settled(page)
    await shoot(page, 'prices-all')
  })

  test('it fits a phone and the dark, and everybody can use it', { timeout: 120_000 }, async () => {
    const phone = await open(PHONE, 'dark')
    await phone.goto('/prices?all=true')
    await seen(heading(phone, '단가표'))
    await settled(phone)
    expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
    await phone.goto('/prices?q=gpt-5.')
    await settled(phone)
    await shoot(phone, 'prices-phone-dark')
    expect(await faultsOf(phone, 'prices')).toEqual([])
    const desk = await open(DESK, 'dark')
    await desk.goto('/prices')
    await settled(desk)
    await shoot(desk, 'prices-dark')
    expect(await faultsOf(desk, 'prices in the dark')).toEqual([])
  })
})
