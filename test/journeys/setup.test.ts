import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../src/platform/clock.ts'
import { addDecimals } from '../../src/platform/money.ts'
import { formatUsd } from '../../web/words/format.ts'
import { shoot } from '../support/browser.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { becomes, heading, pathOf, section, seen, settled } from '../support/web.ts'
import { journey } from './journey.ts'

const MONDAY_14_KST = '2026-11-23T05:00:00Z'
const TUESDAY_0905_KST = '2026-11-24T00:05:00Z'
const PASSWORD = '처음 여는 날의 긴 비밀번호'

journey('the first set-up, from an empty workspace to the first chart', (visits) => {
  const clock = fixedClock(MONDAY_14_KST)
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ clock })
  })
  afterAll(() => server?.close())

  test('ends with yesterday’s cost on the project’s page, to the cent', { timeout: 120_000 }, async () => {
    const page = await visits.open({ url: server.url, now: clock.now() })
    const steps = section(page, '처음 설정')

    // The first admin
    await page.goto('/')
    await seen(heading(page, '첫 관리자 만들기'))
    await shoot(page, 'setup-1-first-admin')
    await page.getByLabel('일회용 설정 코드').fill(codeIn(server.logLines))
    await page.getByLabel('워크스페이스 이름').fill('한강소프트')
    await page.getByLabel('이름', { exact: true }).fill('이지훈')
    await page.getByLabel('이메일').fill('jihun@example.com')
    await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '관리자 계정 만들기' }).click()
    await seen(steps, steps.getByText('6단계 중 0단계 완료'))
    await settled(page)
    await shoot(page, 'setup-2-checklist')

    // 1. The team
    await steps.getByRole('link', { name: '새 팀 생성' }).click()
    const dialog = page.getByRole('dialog', { name: '새 팀 생성' })
    await dialog.getByLabel('팀 이름').fill('마케팅팀')
    await shoot(page, 'setup-3-new-team')
    await dialog.getByRole('button', { name: '팀 만들기' }).click()
    await seen(heading(page, '팀 설정'), page.getByRole('main').getByRole('link', { name: '마케팅팀' }))
    expect(pathOf(page.url())).toMatch(/^\/teams\/[^/]+\/settings$/)

    // 2. The Admin key
    const keys = section(page, 'OpenAI Admin API Key')
    await keys.getByLabel('Admin API 키').fill(server.simulator.keys.full)
    await shoot(page, 'setup-4-admin-key')
    await keys.getByRole('button', { name: '등록', exact: true }).click()
    await seen(keys.getByText('Admin API Key가 등록되었습니다 (ends with ...abc1)', { exact: true }))
    await seen(keys.getByText('…abc1', { exact: true }), keys.getByText('활성'))
    expect(await page.content()).not.toContain(server.simulator.keys.full)
    await settled(page)
    await shoot(page, 'setup-5-key-registered')

    // 3. The project and its Project ID
    await page.getByRole('button', { name: '새 프로젝트 생성' }).click()
    const creating = page.getByRole('dialog', { name: '새 프로젝트 생성' })
    await creating.getByLabel('프로젝트 이름').fill('chatbot-experiment')
    await creating.getByRole('button', { name: '프로젝트 만들기' }).click()
    await seen(heading(page, '프로젝트 설정'))
    const ids = section(page, 'OpenAI Project ID')
    await seen(ids.getByText('팀의 Admin API Key로 접근 가능한 Project ID를 입력하세요', { exact: true }))
    const projectId = server.simulator.projects().find((one) => one.name === 'chatbot-experiment')?.id ?? ''
    await ids.getByLabel('Project ID', { exact: true }).fill(projectId)
    await ids.getByRole('button', { name: '등록', exact: true }).click()
    await seen(ids.getByText('Project ID가 등록되었습니다. 내일부터 비용 데이터가 수집됩니다.'))
    await seen(ids.getByRole('table').getByText(projectId), ids.getByText('연결 중'))
    await settled(page)
    await shoot(page, 'setup-6-project-id')

    // The past is read at once, so that tomorrow has something to stand beside.
    await page.getByRole('link', { name: '작업', exact: true }).click()
    await seen(section(page, '최근 수집').getByRole('row', { name: /마케팅팀.*완료/ }))

    // 4. The next day, a little after nine
    clock.set(TUESDAY_0905_KST)
    await page.context().clock.setFixedTime(clock.now())
    await page.reload()
    await page.getByRole('button', { name: '비용 수집 지금 실행' }).click()
    const job = page.getByRole('listitem').filter({ has: heading(page, '비용 수집') })
    await seen(job.getByText('완료').and(job.locator(':not(li li *)')), job.getByText('2026. 11. 24. 09:05'))
    await settled(page)
    await shoot(page, 'setup-7-jobs')

    await page.getByRole('link', { name: '프로젝트', exact: true }).click()
    await seen(heading(page, '프로젝트'))
    await shoot(page, 'setup-8-projects')
    await page.getByRole('row').getByRole('link', { name: 'chatbot-experiment' }).click()
    await seen(heading(page, 'chatbot-experiment'))
    const expected = costOf(server, projectId, '2026-11-23')
    await becomes(() => figure(page, '어제 11/23'), formatUsd(expected))
    const chart = page.getByRole('application', { name: 'chatbot-experiment 최근 30일 일별 지출' })
    await chart.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await seen(
      chart.getByText(new RegExp(`^11월 23일 \\(월\\), ${literally(formatUsd(expected))}, (잠정|확정)\\. 행동: `)),
    )
    expect(await chart.locator('svg rect, svg path').count()).toBeGreaterThan(29)
    await shoot(page, 'setup-9-first-chart')

    await page.getByRole('link', { name: '홈', exact: true }).click()
    await seen(heading(page, '프로젝트 Top 5'))
    await settled(page)
    await shoot(page, 'setup-10-home')
  })
})

function codeIn(lines: readonly string[]): string {
  const code = lines.map((line) => /setup code: ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(line)?.[1]).findLast(Boolean)
  if (!code) throw new Error('the log tells no setup code')
  return code
}

function costOf(server: TestServer, projectId: string, day: string): string {
  const rows = server.simulator.truth.costs({ from: day, to: day }).filter((row) => row.projectId === projectId)
  return addDecimals(...rows.map((row) => row.amount))
}

function literally(text: string): string {
  return text.replace(/[$.]/g, '\\$&')
}

function figure(page: Page, name: string): Promise<string> {
  const term = page.locator('dl > div').filter({ has: page.getByRole('term').filter({ hasText: name }) })
  return term.locator('dd > p').first().innerText()
}
