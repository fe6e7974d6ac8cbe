import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { becomes, gone, heading, section, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, type World } from './world.ts'

const TODAY = '2026-11-23'

journey('limits of a project and of a team', (visits) => {
  let world: World
  let teamId = ''
  let chatbot = ''
  let others: string[] = []
  beforeAll(async () => {
    world = await createWorld({ simulator: { projectCount: 4, historyDays: 40 } })
    const { admin, server } = world
    teamId = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const ids = server.simulator.projects().map((one) => one.id)
    ;[chatbot = '', ...others] = await importProjects(admin, teamId, ids)
    await admin.request('PATCH', `/api/projects/${chatbot}`, { name: 'chatbot-experiment' })
    await collected(admin)
  }, 120_000)
  afterAll(() => world?.close())

  const open = (size = DESK, theme: 'light' | 'dark' = 'light', expected: RegExp[] = []) =>
    visits.open({ url: world.server.url, as: world.admin, now: world.now, size, theme, expected })

  /** A reading of today, judged as the ledger has it judged. */
  async function spend(projectId: string, amount: string): Promise<void> {
    const { database, thresholds } = world.server.runtime
    await database.db.transaction().execute(async (tx) => {
      await sql`insert into project_days (project_id, cost_day, currency, team_id, amount)
        values (${projectId}, ${TODAY}, 'USD', ${teamId}, ${amount})
        on conflict (project_id, cost_day, currency) do update set amount = excluded.amount`.execute(tx)
      await thresholds.evaluateSpend(tx, { projectIds: [projectId], days: [TODAY], at: world.clock.now() })
    })
  }

  test('a first limit follows the suggestion, shows its phase, is raised, paused and removed', {
    timeout: 120_000,
  }, async () => {
    const page = await open(DESK, 'light', [/status of 400 .*\/raise$/])
    await page.goto(`/projects/${chatbot}/settings`)
    const day = page.getByRole('article', { name: '일일 한도' })
    await seen(day.getByText(/최근 4주의 보통 하루/))
    await day.getByRole('button', { name: '한도 설정' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /쓰기$/ }).click()
    const suggested = await dialog.getByLabel('한도(USD)').inputValue()
    expect(Number(suggested)).toBeGreaterThan(0)
    await dialog.getByLabel('한도(USD)').fill('$500')
    await dialog.getByLabel('2번째 단계에서 할 일').selectOption('block')
    await seen(dialog.getByText(/사람의 확인 없이/))
    await dialog.getByRole('button', { name: '한도 저장' }).click()
    await gone(dialog)
    await seen(day.getByText('/ $500.00'), day.getByText('100% 알림 + 차단'), day.getByText(/뒤 초기화/))

    await spend(chatbot, '742')
    await page.reload()
    await seen(day.getByText('초과 148%'), day.getByText('남은 한도 없음 · 19시간 뒤 초기화'))
    await shoot(page, 'thresholds-exceeded')
    expect(await faultsOf(page, 'limits')).toEqual([])
    await page.setViewportSize(DESK)

    await day.getByRole('button', { name: '일일 한도 이번만 올리기' }).click()
    await dialog.getByLabel('이번 기간의 한도(USD)').fill('400')
    await dialog.getByLabel('올리는 이유').fill('출시일')
    await dialog.getByRole('button', { name: '한도 올리기' }).click()
    await seen(dialog.getByText(/기본 한도\(\$500\)보다 커야 합니다/))
    await dialog.getByLabel('이번 기간의 한도(USD)').fill('2000')
    await dialog.getByRole('button', { name: '한도 올리기' }).click()
    await gone(dialog)
    await seen(day.getByText('정상'), day.getByText(/이번 기간에만 \$2,000.00까지 올렸습니다/))

    await day.getByRole('button', { name: '일일 한도 일시 중지' }).click()
    await dialog.getByLabel('멈추는 이유').fill('부하 시험')
    await dialog.getByRole('button', { name: '알림 멈추기' }).click()
    await gone(dialog)
    await seen(day.getByText('일시 중지', { exact: true }))
    await day.getByRole('button', { name: '다시 시작' }).click()
    await seen(day.getByText('정상'))

    await day.getByRole('button', { name: '일일 한도 삭제' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '예, 한도 삭제' }).click()
    await seen(day.getByText('일일 한도가 없습니다.'))
  })

  test('the form can be filled with the keyboard alone', { timeout: 60_000 }, async () => {
    const page = await open()
    await page.goto(`/projects/${others[0]}/settings`)
    const week = page.getByRole('article', { name: '주간 한도' })
    await week.getByRole('button', { name: '한도 설정' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('한도(USD)').focus()
    await page.keyboard.type('2500')
    await page.keyboard.press('Enter')
    await gone(dialog)
    await seen(week.getByText('/ $2,500.00'))
  })

  test('one table sets all limits of a team; a wrong one is said in its place and the others are kept', {
    timeout: 90_000,
  }, async () => {
    const page = await open()
    await page.goto(`/teams/${teamId}/settings`)
    const table = section(page, '프로젝트별 임계값')
    await table.getByLabel('chatbot-experiment 일일 한도(USD)').fill('$1,500')
    await table.getByLabel('chatbot-experiment 주간 한도(USD)').fill('많이')
    await table.getByRole('button', { name: '바뀐 한도 2개 저장' }).click()
    await seen(table.getByText(/한도는 0 이상 1,000조 달러 이하/), table.getByText(/나머지는 저장했습니다/))
    await becomes(() => table.getByLabel('chatbot-experiment 일일 한도(USD)').inputValue(), '1500')
    await table.getByLabel('chatbot-experiment 주간 한도(USD)').fill('')
    await table.getByRole('button', { name: /빈 일일 한도를/ }).click()
    await table.getByRole('button', { name: /개 저장$/ }).click()
    await becomes(() => table.getByRole('button', { name: '바뀐 한도 없음' }).count(), 1)
    expect(await faultsOf(page, 'limits')).toEqual([])
  })

  test('a hard limit is switched on by a box that says what it can and cannot, and shows what is reserved and left', {
    timeout: 60_000,
  }, async () => {
    await spend(chatbot, '1200')
    const page = await open()
    await page.goto(`/projects/${chatbot}/settings`)
    const day = page.getByRole('article', { name: '일일 한도' })
    await day.getByRole('button', { name: '일일 한도 수정' }).click()
    const dialog = page.getByRole('dialog')
    const box = dialog.getByRole('checkbox', { name: /^하드 한도/ })
    expect(await box.isChecked()).toBe(false)
    await seen(dialog.getByText(/게이트웨이를 거치지 않는 호출은 막지 못합니다/))
    await box.focus()
    await page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(true)
    await dialog.getByRole('button', { name: '한도 저장' }).click()
    await gone(dialog)
    await seen(day.getByText('진행 중인 호출에 예약 $0.00 · 남음 $300.00'))
    await sql`insert into derived.reservations (call_id, project_id, owner, cost_day, amount, opened_at, expires_at)
      values (gen_random_uuid(), ${chatbot}, gen_random_uuid(), ${TODAY}, 1.2, now(), clock_timestamp() + interval '1 hour')`.execute(
      world.server.runtime.database.db,
    )
    await page.reload()
    await seen(day.getByText('진행 중인 호출에 예약 $1.20 · 남음 $298.80'))
    await settled(page)
    await shoot(page, 'thresholds-hard')
    await day.getByRole('button', { name: '일일 한도 수정' }).click()
    expect(await dialog.getByRole('checkbox', { name: /^하드 한도/ }).isChecked()).toBe(true)
    expect(await faultsOf(page, 'limits')).toEqual([])
    await page.goto('/actions')
    await seen(page.getByText(/‘chatbot-experiment’의 일일 임계값을 바꾸었습니다\(하드 한도 켬\)/))
  })

  test('everything stays inside the window, on a phone and in the dark', { timeout: 90_000 }, async () => {
    await spend(chatbot, '1499')
    for (const [size, theme, name] of [
      [DESK, 'dark', 'desk-dark'],
      [PHONE, 'light', 'phone-light'],
      [PHONE, 'dark', 'phone-dark'],
    ] as const) {
      const page = await open(size, theme)
      await page.goto(`/projects/${chatbot}/settings`)
      await seen(heading(page, '임계값'))
      await fits(page, `thresholds-project-${name}`)
      await page.getByRole('button', { name: '일일 한도 수정' }).click()
      await seen(page.getByRole('dialog'))
      await fits(page, `thresholds-form-${name}`)
      await page.goto(`/teams/${teamId}/settings`)
      await seen(heading(page, '프로젝트별 임계값'))
      await fits(page, `thresholds-team-${name}`)
    }
  })
})

async function fits(page: Page, name: string): Promise<void> {
  await settled(page)
  await shoot(page, name)
  expect(await sticksOut(page)).toEqual({ pixels: 0, who: [] })
}
