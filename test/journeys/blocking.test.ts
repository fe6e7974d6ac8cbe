import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BlockState } from '../../src/blocking/api.ts'
import { DESK, PHONE, shoot } from '../support/browser.ts'
import { type Client, join } from '../support/client.ts'
import { gone, section, seen, settled, sticksOut } from '../support/web.ts'
import { journey } from './journey.ts'
import { addTeam, createWorld, importProjects, runAway, type World } from './world.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const PATIENCE = { timeout: 20_000, interval: 50 }
let world: World
let member: Client
let teamId: string
let projectId: string
let externalId: string

beforeAll(async () => {
  world = await createWorld({ simulator: { projectCount: 5, historyDays: 20 } })
  const { server, admin } = world
  externalId = server.simulator.projects()[0]?.id ?? ''
  teamId = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
  const [id = ''] = await importProjects(admin, teamId, [externalId])
  projectId = id
  const seat = { email: 'member@example.com', name: '최팀원', teams: [{ teamId, role: 'member' as const }] }
  member = await join(server, admin, seat)
  await runAway(world, externalId)
})
afterAll(() => world.close())

const blockState = async () => (await world.admin.request<BlockState>('GET', `/api/projects/${projectId}/block`)).body

journey('차단', ({ open }) => {
  test('a member blocks from the message’s link, sees each step and asks for the release; an admin gives it', async () => {
    const before = world.server.simulator.limitState(externalId)
    const page = await open({ url: world.server.url, as: member, size: DESK, now: world.clock.now() })
    await page.goto(`/projects/${projectId}?block=1`)
    const dialog = page.getByRole('alertdialog')
    await seen(dialog.getByText('이 키를 사용하는 모든 애플리케이션이 중단됩니다. 계속하시겠습니까?'))
    await settled(page)
    await shoot(page, 'block-dialog')
    await dialog.getByRole('button', { name: '예, 즉시 차단' }).click()
    await seen(dialog.getByText('사유를 입력해 주세요.'))
    await dialog.getByLabel('사유').fill('무한 재시도로 추정')
    await dialog.getByRole('button', { name: '예, 즉시 차단' }).click()
    await gone(dialog)
    await vi.waitFor(
      () => expect(world.server.simulator.limitState(externalId).spendLimitCents).not.toBeNull(),
      PATIENCE,
    )
    await seen(page.getByText(/요청 한도 (\d+)\/\1/).first())
    await seen(page.getByText(/확인 중/).first())
    await settled(page)
    await shoot(page, 'block-applied')
    await page.getByRole('button', { name: '해제 요청' }).click()
    await page.getByRole('alertdialog').getByLabel('사유').fill('재시도 버그를 고쳤습니다')
    await page.getByRole('button', { name: '해제 요청 보내기' }).click()
    await seen(page.getByText('관리자의 결정을 기다리고 있습니다.'))

    world.clock.advance(10 * 60_000)
    await runAway(world, null)
    await world.server.runtime.blocking.idle()
    const theirs = await open({ url: world.server.url, as: world.admin, size: DESK, now: world.clock.now() })
    await theirs.goto(`/projects/${projectId}`)
    await seen(theirs.getByText('차단 확인됨').first())
    await settled(theirs)
    await shoot(theirs, 'block-confirmed')
    await theirs.getByRole('button', { name: '팀에 메시지 보내기' }).click()
    await seen(theirs.getByRole('alertdialog').getByLabel('내용'))
    await shoot(theirs, 'block-message')
    await theirs.getByRole('button', { name: '메시지 보내기', exact: true }).click()
    await seen(theirs.getByText('메시지를 보냈습니다.'))
    await theirs.goto('/alerts')
    const asked = section(theirs, '해제 승인과 차단')
    await seen(asked.getByText(/재시도 버그를 고쳤습니다/))
    await settled(theirs)
    await shoot(theirs, 'block-approvals')
    expect((await sticksOut(theirs)).pixels).toBe(0)
    await asked.getByRole('button', { name: '해제 승인' }).click()
    await theirs.getByRole('alertdialog').getByLabel('사유').fill('고친 것을 확인했습니다')
    await theirs.getByRole('button', { name: '예, 해제 승인' }).click()
    await vi.waitFor(() => expect(world.server.simulator.limitState(externalId)).toEqual(before), PATIENCE)
    await gone(asked.getByText(/재시도 버그를 고쳤습니다/))
    await theirs.goto(`/projects/${projectId}`)
    await seen(theirs.getByText('지난 차단 1'), theirs.getByRole('button', { name: '긴급 차단' }))
    expect((await blockState()).past).toHaveLength(1)
    await settled(theirs)
    await shoot(theirs, 'block-released')
  })

  test('on a phone, in the dark, the button stays above the places, and the dialog fits', async () => {
    const page = await open({
      url: world.server.url,
      as: world.admin,
      size: PHONE,
      theme: 'dark',
      now: world.clock.now(),
    })
    await page.goto(`/projects/${projectId}`)
    await seen(page.getByRole('button', { name: '긴급 차단' }))
    await settled(page)
    expect((await sticksOut(page)).pixels).toBe(0)
    await shoot(page, 'block-phone')
    await page.getByRole('button', { name: '긴급 차단' }).click()
    await seen(page.getByRole('alertdialog'))
    await shoot(page, 'block-phone-dialog')
    await page.keyboard.press('Escape')
    await gone(page.getByRole('alertdialog'))
  })

  test('the Admin key of a team is set aside with its name of the consequences, and comes back with the release', async () => {
    const page = await open({ url: world.server.url, as: world.admin, size: DESK, now: world.clock.now() })
    await page.goto(`/teams/${teamId}`)
    await page.getByRole('button', { name: '팀 Admin API 키 비활성화' }).click()
    const dialog = page.getByRole('alertdialog')
    await seen(dialog.getByText(/Admin API 키는 호출용 키가 아니어서/))
    await dialog.getByLabel('사유').fill('키 유출 의심')
    await shoot(page, 'block-team-dialog')
    await dialog.getByRole('button', { name: '예, 즉시 차단' }).click()
    await gone(dialog)
    await seen(page.getByText('비활성', { exact: true }).first())
    await settled(page)
    await shoot(page, 'block-team')
    await page.getByRole('button', { name: '해제', exact: true }).click()
    await page.getByRole('alertdialog').getByLabel('사유').fill('새 키로 바꾸었습니다')
    await page.getByRole('button', { name: '예, 해제 승인' }).click()
    await seen(page.getByText('활성', { exact: true }).first())
    // The key comes back before the limits do.
    await vi.waitFor(async () => expect((await blockState()).blocks).toEqual([]), PATIENCE)
  })

  test('what somebody changed at OpenAI is listed on the project, and acknowledged', async () => {
    const { blocking } = world.server.runtime
    await blocking.takeSnapshots()
    world.server.simulator.changeLimits({
      projectId: externalId,
      spendLimitCents: 90_000,
      rateLimits: [{ model: 'gpt-4o', max_requests_per_1_minute: 77 }],
    })
    world.clock.advance(25 * 3_600_000)
    await blocking.takeSnapshots()
    const page = await open({ url: world.server.url, as: world.admin, size: DESK, now: world.clock.now() })
    await page.goto(`/projects/${projectId}`)
    const drift = page.getByRole('region', { name: 'OpenAI에서 바뀐 한도' })
    await seen(drift.getByText('없음 → $900.00'), drift.getByText('10,000 → 77'))
    await settled(page)
    await drift.scrollIntoViewIfNeeded()
    await shoot(page, 'block-drift')
    await drift.getByRole('button', { name: '의도한 변경' }).first().click()
    await seen(drift.getByText('이지훈이 확인'))
    const phone = await open({ url: world.server.url, as: member, size: PHONE, now: world.clock.now() })
    await phone.goto(`/projects/${projectId}`)
    await seen(phone.getByText('없음 → $900.00'))
    expect((await sticksOut(phone)).pixels).toBe(0)
    await shoot(phone, 'block-drift-phone')
  })
})
