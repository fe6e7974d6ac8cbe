import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, inject, test } from 'vitest'
import { createClient } from './support/client.ts'

const PROGRAM = new URL('../bin/finops.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'finops-demo-'))
let child: ChildProcess | null = null

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

type Items<Item> = { items: Item[] }
type Message = { kind: string; subject: string; to: string; createdAt: string }
type Block = { id: string; state: string; appliedAt: string | null; steps: { state: string }[] }

/** The demo brings its own embedded database: once is enough. */
test.runIf(!inject('postgresUrl'))(
  'the demo starts with a past, alarms, can be stopped and lets go again',
  { timeout: 480_000 },
  async () => {
    const port = await freePort()
    child = spawn(process.execPath, [PROGRAM, 'demo', '--runaway-after', '0'], {
      env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout?.on('data', (bytes) => {
      said += bytes
    })
    await expect.poll(() => said, { timeout: 240_000 }).toContain('Ctrl-C')
    const password = /^비밀번호 +(\S+)/m.exec(said)?.[1]

    const admin = createClient(`http://localhost:${port}`)
    const lead = createClient(`http://localhost:${port}`)
    for (const [client, email] of [
      [admin, 'jihun@finops.local'],
      [lead, 'minsu@finops.local'],
    ] as const) {
      expect((await client.request('POST', '/api/sign-in', { email, password })).status).toBe(200)
    }
    const messages = async () => (await admin.request<Items<Message>>('GET', '/api/deliveries?limit=100')).body.items
    const past = (await messages()).map(({ kind }) => kind)
    expect(past).toEqual(
      expect.arrayContaining(['crossed', 'block-applied', 'block-confirmed', 'release-asked', 'block-released']),
    )

    const alarm = /^\d\d:\d\d:\d\d {2}주의 \[마케팅팀\] 일일 한도 \$500의 80% 도달/m
    await expect.poll(() => said, { timeout: 180_000, interval: 1_000 }).toMatch(alarm)
    expect((await messages()).some(({ subject }) => /^주의 \[마케팅팀\] 일일 한도 \$500/.test(subject))).toBe(true)

    const { body } = await lead.request<Items<{ projectId: string; name: string }>>('GET', '/api/projects')
    const project = body.items.find(({ name }) => name === 'chatbot-experiment')?.projectId
    const wanted = { grade: 'stop', reason: '무한 재시도로 추정', until: { kind: 'approval' } }
    const asked = await lead.request<Block>('POST', `/api/projects/${project}/block`, wanted)
    expect(asked.status).toBeLessThan(300)
    const block = async () =>
      (await lead.request<{ blocks: Block[] }>('GET', `/api/projects/${project}/block`)).body.blocks[0]
    await expect.poll(async () => (await block())?.appliedAt, { timeout: 30_000 }).toBeTruthy()
    expect(new Set((await block())?.steps.map(({ state }) => state))).toEqual(new Set(['done']))

    await lead.request('POST', `/api/blocks/${asked.body.id}/release-request`, { reason: '고쳤습니다.' })
    await admin.request('POST', `/api/blocks/${asked.body.id}/release`, { approve: true, reason: '확인했습니다.' })
    await expect.poll(block, { timeout: 30_000 }).toBeUndefined()

    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
  },
)

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}
