import OpenAI from 'openai'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/platform/clock.ts'
import { shoot } from '../support/browser.ts'
import { type Client, join, PASSWORD } from '../support/client.ts'
import { createFakeSlack, type FakeSlack } from '../support/slack.ts'
import { becomes, gone, heading, section, seen, settled } from '../support/web.ts'
import { journey } from './journey.ts'
import { addTeam, collected, createWorld, importProjects, polled, type World } from './world.ts'

/** The team's story: some 260 dollars a minute, on a project that usually needs 50 dollars a day. */
const LOOP = { callsPerMinute: 3_000, input: 27_000, cached: 3_000, output: 1_600 }
const NAME = 'chatbot-experiment'
const LIMIT = { timeout: 180_000 }

journey('from the message in Slack to the recovered project', (visits) => {
  let slack: FakeSlack
  let world: World
  let lead: Client
  let team = ''
  let project = ''
  let externalId = ''
  const legs: [name: string, ms: number][] = []

  beforeAll(async () => {
    slack = await createFakeSlack()
    world = await createWorld({ simulator: { historyDays: 60, usageLagSeconds: 0, usageStepSeconds: 1 } })
    const { admin, server } = world
    team = await addTeam(admin, '마케팅팀', server.simulator.keys.full)
    const found = server.simulator.projects().filter((one) => !one.isArchived)
    const ids = await importProjects(
      admin,
      team,
      found.map((one) => one.id),
    )
    const place = found.findIndex((one) => one.name === NAME)
    project = ids[place] ?? ''
    externalId = found[place]?.id ?? ''
    lead = await join(server, admin, {
      email: 'minsu@example.com',
      name: '김민수',
      teams: [{ teamId: team, role: 'lead' }],
    })
    await collected(admin)
    await done(
      admin.request('PUT', '/api/webhook-hosts', {
        items: [{ origin: slack.origin, allowsPrivate: true }],
        reason: '시험',
      }),
    )
    await done(
      admin.request('POST', '/api/channels', { teamId: team, kind: 'slack', name: '#marketing-ai', url: slack.url() }),
    )
    await done(admin.request('PUT', `/api/projects/${project}/thresholds/day`, { limit: '500' }))
    await polled(server)
  }, 180_000)
  afterAll(async () => {
    await world?.close()
    await slack?.close()
    process.stdout.write(`${legs.map(([name, ms]) => `${name} ${(ms / SECOND).toFixed(1)} s`).join(' · ')}\n`)
  })

  const open = (as?: Client) => visits.open({ url: world.server.url, now: world.clock.now(), ...(as ? { as } : {}) })

  async function pass(milliseconds: number): Promise<void> {
    world.clock.advance(milliseconds)
    await polled(world.server)
    await world.server.runtime.blocking.watch()
  }

  async function measured<T>(name: string, leg: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const result = await leg()
    legs.push([name, performance.now() - began])
    return result
  }

  /** What the team's program gets when it calls OpenAI now. */
  async function call(): Promise<number> {
    const apiKey = world.server.simulator.projects().find(({ id }) => id === externalId)?.apiKeys[0]?.value ?? ''
    const client = new OpenAI({ apiKey, baseURL: world.server.runtime.config.openaiBaseUrl, maxRetries: 0 })
    const asked = client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: '안녕하세요' }],
    })
    return asked.then(
      () => 200,
      (error: unknown) => (error instanceof OpenAI.APIError ? Number(error.status) : 0),
    )
  }

  const linkIn = (text: string, label: string): string => {
    const message = slack.messages.find((one) => one.text.includes(text))
    const buttons = message?.blocks.flatMap((block) => block.elements ?? []) ?? []
    const button = buttons.find((one) => typeof one.text === 'object' && one.text.text === label)
    const url = new URL(button?.url ?? 'about:blank')
    return url.pathname + url.search
  }

  test('the runaway is told, understood, stopped, proven, talked about, and undone exactly', LIMIT, async () => {
    const { simulator } = world.server
    const before = simulator.limitState(externalId)
    expect(await call()).toBe(200)
    simulator.startRunaway({ projectId: externalId, loop: LOOP })
    await measured('reading to message', async () => {
      await pass(160 * SECOND)
      await becomes(
        () => slack.messages.some(({ text }) => /일일 한도 \$500 초과 — 현재 \$\d+ \(1\d\d%\)/.test(text)),
        true,
      )
    })

    // From the message over the sign-in to the project
    const page = await open()
    await measured('link to cause', async () => {
      await page.goto(linkIn('일일 한도 $500 초과', '상세 보기'))
      await signIn(page, 'admin@example.com')
      await seen(heading(page, NAME), section(page, '원인'))
    })
    await settled(page)
    await seen(section(page, '원인').getByText(/^호출 ×[\d.]+ · 호출당 토큰 ×[\d.]+ · 단가 ×[\d.]+ = ×[\d.]+$/))
    await shoot(page, 'runaway-1-cause')

    // Two clicks and a reason
    let clicks = 0
    const click = async (name: string) => {
      clicks += 1
      await page.getByRole('button', { name, exact: true }).click()
    }
    await click('긴급 차단')
    const dialog = page.getByRole('alertdialog', { name: `${NAME}의 AI 사용을 지금 차단합니다` })
    await seen(dialog.getByText('이 키를 사용하는 모든 애플리케이션이 중단됩니다. 계속하시겠습니까?'))
    await dialog.getByLabel('사유').fill('무한 재시도로 추정')
    await shoot(page, 'runaway-2-dialog')
    await measured('button to refused call', async () => {
      await click('예, 즉시 차단')
      await expect.poll(call, { timeout: 10_000, interval: 20 }).toBe(429)
    })
    expect(clicks).toBeLessThanOrEqual(3)
    const block = section(page, '차단')
    await measured('button to everything done', () => seen(block.getByText(/^(\d+)\/\1 · 완료 [\d.]+초$/)))
    await becomes(
      () =>
        simulator
          .limitState(externalId)
          .rateLimits.filter(isOpen)
          .map(({ model }) => model),
      [],
    )
    await settled(page)
    await shoot(page, 'runaway-3-live')

    // The proof, once usage has come in that is younger than the block
    await pass(3 * MINUTE)
    await pass(7 * MINUTE)
    await measured('proof', () => seen(block.getByText('차단 확인됨')))
    await becomes(() => slack.messages.some(({ text }) => text.includes('차단 확인됨')), true)
    await shoot(page, 'runaway-4-proof')

    // The team hears of it
    await block.getByRole('button', { name: '팀에 메시지 보내기' }).click()
    const message = page.getByRole('alertdialog', { name: '팀에 메시지를 보냅니다' })
    await message.getByLabel('내용').fill('무한 루프 버그로 의심됩니다. 확인 후 연락 주세요.')
    await message.getByRole('button', { name: '메시지 보내기' }).click()
    await gone(message)
    await becomes(
      () => slack.messages.some((one) => JSON.stringify(one).includes('무한 루프 버그로 의심됩니다.')),
      true,
    )

    // The lead repairs the program and asks for the release
    simulator.endRunaways(externalId)
    const his = await open(lead)
    await his.goto(`/projects/${project}`)
    await his.getByRole('button', { name: '해제 요청', exact: true }).click()
    const asking = his.getByRole('alertdialog', { name: `${NAME} 차단의 해제를 요청합니다` })
    await asking.getByLabel('사유').fill('재시도를 세 번으로 제한했습니다.')
    await asking.getByRole('button', { name: '해제 요청 보내기' }).click()
    await gone(asking)
    await shoot(his, 'runaway-5-asked')
    await becomes(() => slack.messages.some(({ text }) => text.includes('차단 해제 요청 — 김민수')), true)

    // The admin approves, and everything is as it was
    await page.goto(linkIn('차단 해제 요청 — 김민수', '승인 검토'))
    await page.getByRole('button', { name: '해제 승인', exact: true }).click()
    const approving = page.getByRole('alertdialog', { name: `${NAME} 차단을 해제합니다` })
    await approving.getByLabel('사유').fill('배포를 확인했습니다.')
    await measured('approval to recovered', async () => {
      await approving.getByRole('button', { name: '예, 해제 승인' }).click()
      await becomes(() => simulator.limitState(externalId), before)
      await expect.poll(call, { timeout: 10_000, interval: 20 }).toBe(200)
    })
    await becomes(() => slack.messages.some(({ text }) => text.includes('차단을 해제했습니다')), true)
    await page.goto(`/projects/${project}`)
    await seen(heading(page, NAME))
    await seen(page.getByRole('button', { name: '긴급 차단', exact: true }))
    await settled(page)
    await shoot(page, 'runaway-6-recovered')
  })
})

type Row = ReturnType<World['server']['simulator']['limitState']>['rateLimits'][number]

function isOpen(row: Row): boolean {
  return row.max_requests_per_1_minute > 0 && !row.model.startsWith('ft:') && !row.model.endsWith('-shared')
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('이메일').fill(email)
  await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '로그인', exact: true }).click()
}

async function done(asked: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
}
