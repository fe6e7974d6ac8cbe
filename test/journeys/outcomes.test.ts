import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { becomes, gone, heading, seen, settled, sticksOut } from '../support/web.ts'
import { faultsOf } from './axe.ts'
import { journey } from './journey.ts'
import { addProject, addTeam, createWorld, type World } from './world.ts'

const LIMIT = { timeout: 150_000 }
const HEADER = '날짜,작업 유형,시도,성공,만족도,응답 수,최저,최고,카운터:해결'
const FILE = [
  HEADER,
  '2026. 11. 20.,문의 분류,"1,200",1100,4.4,310,1,5,900',
  '2026/11/20,답장 초안,800,640,4.1,120,1,5,',
  '2026-11-22,답장 초안,100,95,,,,,',
  '2026-11-20,번역,10,12,,,,,',
  '11월 20일,번역,10,9,,,,,',
  '2026-11-20,문의 분류,5,5,,,,,',
].join('\r\n')

journey('the outcomes of a project', (visits) => {
  let world: World
  let project: string
  let quiet: string
  beforeAll(async () => {
    world = await createWorld()
    const team = await addTeam(world.admin, '마케팅팀')
    project = await addProject(world.admin, team, '상담 챗봇')
    quiet = await addProject(world.admin, team, '아직 조용한 프로젝트')
    await tellSingles(world, project)
  }, 120_000)
  afterAll(() => world?.close())

  const open = (size = DESK, theme: 'light' | 'dark' = 'light') =>
    visits.open({ url: world.server.url, as: world.admin, now: world.now, size, theme })
  const row = (page: Page, task: string) => page.getByRole('table', { name: '성과' }).getByRole('row', { name: task })

  test('a day is entered, corrected with a reason, and what it was before can be read', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}/outcomes`)
    await page.getByRole('button', { name: '하루 입력' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('날짜').inputValue()).toBe('2026-11-22')
    await dialog.getByLabel('작업 유형').fill('답장 초안')
    await dialog.getByLabel('시도 수').fill('100')
    await dialog.getByLabel('성공 수').fill('120')
    await dialog.getByRole('button', { name: '성과 저장' }).click()
    await seen(dialog.getByText('성공 수는 시도 수보다 많을 수 없습니다.'))
    await dialog.getByLabel('성공 수').fill('80')
    await dialog.getByLabel('피드백 평균 점수').fill('4.2')
    await dialog.getByLabel('피드백 수').fill('40')
    await shoot(page, 'outcomes-form')
    expect(await faultsOf(page, 'outcomes form')).toEqual([])
    await dialog.getByRole('button', { name: '성과 저장' }).click()
    await gone(dialog)
    await seen(page.getByText('답장 초안 성과를 저장했습니다.').first())
    await seen(row(page, '답장 초안').getByText('80%'), row(page, '답장 초안').getByText('4.2 / 5 (40명)'))

    // The same day again is known, and asks why.
    await page.getByRole('button', { name: '하루 입력' }).click()
    await dialog.getByLabel('작업 유형').fill('답장 초안')
    await dialog.getByLabel('시도 수').fill('100')
    await dialog.getByLabel('성공 수').fill('85')
    await dialog.getByRole('button', { name: '성과 저장' }).click()
    await seen(dialog.getByText(/사유가 필요합니다/))
    await dialog.getByLabel('정정 사유').fill('늦게 온 응답을 더했습니다')
    await dialog.getByRole('button', { name: '성과 저장' }).click()
    await gone(dialog)
    await seen(row(page, '답장 초안').getByText('85%'))

    await row(page, '답장 초안')
      .getByRole('button', { name: /이력 1/ })
      .click()
    await seen(dialog.getByText('사유: 늦게 온 응답을 더했습니다'), dialog.getByText(/시도 100, 성공 80/))
    expect(await faultsOf(page, 'outcomes history')).toEqual([])
    await shoot(page, 'outcomes-history')
    await page.keyboard.press('Escape')
    await gone(dialog)
  })

  test('a file is previewed line by line, its good lines are taken, and the bad ones come back', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}/outcomes`)
    await page.getByRole('button', { name: 'CSV 올리기' }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByLabel('CSV 파일')
      .setInputFiles({ name: '성과.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
    await seen(dialog.getByText('저장하지 않을 줄 3개'), dialog.getByText('5번째 줄'), dialog.getByText('6번째 줄'))
    await seen(
      dialog.getByText('성공 수가 시도 수보다 많아'),
      dialog.getByText('2번째 줄과 날짜와 작업 유형이 같습니다'),
    )
    await shoot(page, 'outcomes-preview')
    expect(await faultsOf(page, 'outcomes preview')).toEqual([])
    const downloading = page.waitForEvent('download')
    await dialog.getByRole('button', { name: '이 줄만 내려받기' }).click()
    const download = await downloading
    const refused = await readFile(await download.path(), 'utf8')
    expect(refused.startsWith(`\uFEFF${HEADER},줄,사유`)).toBe(true)
    expect(refused.trim().split('\n')).toHaveLength(4)

    await dialog.getByRole('button', { name: '3줄 저장' }).click()
    await seen(dialog.getByText('정정 사유를 입력해 주세요.'))
    await dialog.getByLabel('정정 사유').fill('월말 집계')
    await dialog.getByRole('button', { name: '3줄 저장' }).click()
    await seen(dialog.getByText('저장을 마쳤습니다'))
    await dialog.getByRole('button', { name: '닫기' }).click()
    await seen(row(page, '문의 분류').getByText('1,200'), row(page, '문의 분류').getByText(/4.4 \/ 5/))
    await becomes(() => page.getByRole('table', { name: '성과' }).getByRole('row').count(), 5)
    await settled(page)
    await shoot(page, 'outcomes')
    expect(await faultsOf(page, 'outcomes')).toEqual([])

    await page.goto(`/projects/${project}`)
    await seen(
      page.getByText(/성과를 CSV로 가져왔습니다\(새로 2건, 정정 1건\)/),
      page.getByRole('link', { name: '성과 보기·입력' }),
    )
  })

  test('what programs told of can be opened and taken out, one by one', LIMIT, async () => {
    const page = await open()
    await page.goto(`/projects/${project}/outcomes`)
    await row(page, '요약')
      .getByRole('button', { name: /개별 기록 3건/ })
      .click()
    const dialog = page.getByRole('dialog')
    await seen(dialog.getByText('ticket-2'), dialog.getByText('실패'))
    expect(await faultsOf(page, 'single outcomes')).toEqual([])
    await shoot(page, 'outcomes-singles')
    await dialog.getByRole('button', { name: 'ticket-2 삭제' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByLabel('사유').fill('시험 호출')
    await question.getByRole('button', { name: '예, 삭제' }).click()
    await gone(question)
    await page.keyboard.press('Escape')
    await seen(row(page, '요약').getByText('개별 기록 2건'), row(page, '요약').getByText('100%'))
  })

  test('without outcomes there is one next step, and everything fits a phone in the dark', LIMIT, async () => {
    const phone = await open(PHONE, 'dark')
    await phone.goto(`/projects/${quiet}/outcomes`)
    await seen(phone.getByText('아직 기록된 성과가 없습니다'), phone.getByRole('link', { name: '연결 가이드' }))
    await settled(phone)
    await shoot(phone, 'outcomes-empty-phone-dark')
    expect(await faultsOf(phone, 'no outcomes')).toEqual([])
    await phone.goto(`/projects/${project}/outcomes`)
    await seen(heading(phone, '상담 챗봇 성과'), phone.getByText('문의 분류'))
    await settled(phone)
    expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
    await shoot(phone, 'outcomes-phone-dark')
    expect(await faultsOf(phone, 'outcomes')).toEqual([])
    await phone.getByRole('button', { name: 'CSV 올리기' }).click()
    await phone
      .getByLabel('CSV 파일')
      .setInputFiles({ name: '성과.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
    await seen(phone.getByText('저장하지 않을 줄 3개'))
    expect(await sticksOut(phone)).toEqual({ pixels: 0, who: [] })
    await shoot(phone, 'outcomes-preview-phone-dark')
  })
})

/** Three tries of yesterday, by a program with a key of the project. */
async function tellSingles({ server }: World, projectId: string): Promise<void> {
  const given = { name: '서버', expiresAt: null }
  const { secret } = await server.runtime.teams.projectKeys.create(commandActor, projectId, given)
  const outcomes = [1, 2, 3].map((place) => ({
    id: `ticket-${place}`,
    at: `2026-11-22T0${place}:00:00Z`,
    task: '요약',
    success: place !== 2,
    feedback: { score: place + 1, min: 1, max: 5 },
  }))
  const answer = await fetch(`${server.url}/api/outcomes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ outcomes }),
  })
  expect(await answer.json()).toMatchObject({ stored: 3 })
}
