import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandsIn } from '../../src/cli/in-server.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'finops-doors-'))
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ simulator: { projectCount: 2, historyDays: 1 }, roles: { web: true, jobs: false } })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('whoever finds a backup finds no link, code or token that lets them in', async () => {
  const admin = await setUpAdmin(server)
  const { id } = (await admin.request<{ id: string }>('GET', '/api/me')).body
  const answers = [
    await admin.request('POST', '/api/invitations', { email: 'next@example.com', role: 'admin' }),
    await admin.request('POST', '/api/password-reset', { email: 'admin@example.com' }),
    await admin.request('POST', `/api/people/${id}/reset-link`),
    await admin.request('POST', '/api/me/tokens', { name: 'script' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 202, 200, 201])
  const path = join(folder, 'file.backup')
  expect(await backUp(path)).toMatchObject({ code: 0 })
  const content = gunzipSync(readFileSync(path)).toString('utf8')
  expect(content).toContain('admin@example.com')
  expect(content).not.toContain('fin_')
  for (const value of admin.cookies.values()) expect(content).not.toContain(value.split('.')[0])
})

async function backUp(path: string): Promise<{ code: number; said: string }> {
  const output = new PassThrough()
  const streams = { stdin: Readable.from([]), stdout: output, stderr: output }
  const place = { cwd: folder, isTerminal: false }
  const { signal } = new AbortController()
  const code = await commandsIn(server.runtime)({ argv: ['backup', path], ...place }, { ...streams, ...place, signal })
  output.end()
  return { code, said: await text(output) }
}
