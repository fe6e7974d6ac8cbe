import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, shoot } from '../support/browser.ts'
import { section, seen, settled } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, polled, type World } from './world.ts'

const LIMIT = { timeout: 150_000 }

type Opener = { at: string; button: string | RegExp }

journey('the dialogs about money can be read by everybody', (visits) => {
  let world: World
  let team = ''
  let project = ''
  beforeAll(async () => {
    world = await createWorld()
    const { admin, server } = world
    team = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const [live] = server.simulator.projects().filter((one) => one.name === 'chatbot-experiment')
    const [id = ''] = await importProjects(admin, team, [live?.id ?? ''])
    project = id
    await collected(admin)
    await polled(server)
    await sql`
      insert into billed_changes (scope_id, cost_day, line_item_id, currency, previous, amount, changed_at)
      select scope.id, '2026-11-15', item.id, 'USD', 1.1, 1.35, '2026-11-20T00:05:00Z'
      from bindings held join cost_scopes scope on scope.external_id = held.external_id, cost_line_items item
      where held.project_id = ${project} order by item.name limit 12`.execute(server.runtime.database.db)
    await admin.request('PUT', `/api/projects/${project}/thresholds/day`, { limit: '100000' })
  }, 120_000)
  afterAll(() => world?.close())

  const open = () => visits.open({ url: world.server.url, as: world.admin, now: world.now })

  async function look(page: Page, { at, button }: Opener): Promise<string[]> {
    await page.setViewportSize(DESK)
    await page.goto(at)
    await page.getByRole('button', { name: button, exact: true }).first().click()
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
    await seen(dialog)
    const faults = await faultsOf(page, `${button} on ${at}`)
    await shoot(page, `money-${String(button).replace(/[^가-힣]+/g, '-')}`)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    return faults
  }

  test('limits, prices, and the question before a block', LIMIT, async () => {
    const page = await open()
    const faults: string[] = []
    for (const opener of [
      { at: `/projects/${project}`, button: '일일 한도 이번만 올리기' },
      { at: `/projects/${project}`, button: '일일 한도 수정' },
      { at: `/projects/${project}`, button: '일일 한도 일시 중지' },
      { at: `/projects/${project}`, button: '일일 한도 삭제' },
      { at: `/projects/${project}`, button: '한도 설정' },
      { at: `/projects/${project}`, button: '긴급 차단' },
      { at: `/teams/${team}`, button: '팀 전체 차단' },
      { at: `/teams/${team}`, button: '팀 Admin API 키 비활성화' },
      { at: '/prices', button: '단가 입력' },
    ]) {
      faults.push(...(await look(page, opener)))
    }
    expect(faults).toEqual([])
  })

  test('what stands folded can be read once it is open', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}`)
    await settled(page)
    for (const name of ['청구서 정정 내역', '추정과 청구 비교']) {
      const paper = section(page, name)
      await paper.getByRole('button', { name: `${name} 펼치기` }).click()
      await seen(paper.getByRole('table', { name }), paper.getByRole('button', { name: `${name} 접기` }))
    }
    const corrections = section(page, '청구서 정정 내역')
    await seen(corrections.getByText('최근 정정 12건, 합쳐서 +$3.00'))
    expect(await corrections.locator('tbody tr').count()).toBe(10)
    await corrections.getByRole('button', { name: '청구서 정정 내역 2개 더 보기' }).click()
    expect(await corrections.locator('tbody tr').count()).toBe(12)
    expect(await faultsOf(page, 'papers')).toEqual([])
    await shoot(page, 'money-papers')
  })

  test('what can be done about a blocked project', LIMIT, async () => {
    const answer = await world.admin.request('POST', `/api/projects/${project}/block`, { reason: '무한 재시도로 추정' })
    expect(answer.status).toBeLessThan(300)
    const page = await open()
    const faults: string[] = []
    for (const button of ['해제', '팀에 메시지 보내기', 'OpenAI API 키 삭제']) {
      faults.push(...(await look(page, { at: `/projects/${project}`, button })))
    }
    expect(faults).toEqual([])
  })
})
