import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTeamsWorkbench, type TeamsWorkbench } from '../../test/teams/workbench.ts'

let bench: TeamsWorkbench
beforeAll(async () => {
  bench = await createTeamsWorkbench()
})
afterAll(() => bench.close())

/** Every text, json and byte column of every table, as one heap of bytes. */
async function dumpDatabase(): Promise<Buffer> {
  const { db } = bench.database
  const tables = await sql<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  const heap: Buffer[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.raw(name)}`.execute(db)
    for (const value of rows.flatMap((row) => Object.values(row))) {
      heap.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''))
    }
  }
  return Buffer.concat(heap)
}

test('the text of a key is in no table, log line, answer, error or notice, whatever happens to it', async () => {
  const answers: string[] = []
  const keep = async (answer: Promise<{ text: string }>) => {
    answers.push((await answer).text)
  }
  const { keys, faults } = bench.openai
  const team = await bench.team('마케팅팀')
  const other = await bench.team('데이터팀')
  const project = await bench.project(team, '추천')
  const planted = [keys.full, keys.second, keys.revoked, keys.noCosts, keys.projectKey]
  const broken = `sk-admin-${'x'.repeat(30)}\r\nplanted`

  const first = await bench.register(team, keys.full)
  answers.push(first.text)
  const { id } = first.body
  for (const key of [keys.full, keys.revoked, keys.noCosts, keys.projectKey, broken])
    await keep(bench.register(other, key))
  for (const kind of ['reset', 'html', 'garbage', '500', '401', 'hang'] as const) {
    faults.push({ match: 'organization/costs', kind, times: 2 })
    await keep(bench.register(team, keys.second))
    faults.clear()
  }
  await keep(
    bench.admin('POST', `/api/teams/${team}/admin-keys`, { key: keys.second, baseUrl: `http://${keys.second}/` }),
  )
  await keep(bench.admin('POST', `/api/teams/${team}/admin-keys`, { key: [keys.second] }))
  await keep(bench.admin('POST', `/api/teams/${keys.second}/admin-keys`, { key: keys.second }))
  faults.push({ match: 'organization/costs', kind: '401', times: 2 })
  await keep(bench.admin('POST', `/api/admin-keys/${id}/test`))
  faults.clear()
  await keep(bench.admin('POST', `/api/admin-keys/${id}/test`))
  await keep(bench.admin('PUT', `/api/admin-keys/${id}`, { key: keys.second }))
  await keep(bench.admin('POST', `/api/admin-keys/${id}/deactivate`, { reason: '점검' }))
  await keep(bench.admin('POST', `/api/admin-keys/${id}/reactivate`, {}))
  await keep(bench.admin('GET', `/api/teams/${team}/candidates`))
  await keep(bench.admin('POST', `/api/projects/${project}/bindings`, { externalIds: [keys.second] }))
  await keep(bench.admin('GET', '/api/teams'))
  // A row that no longer opens ends in an error that travels through the log.
  await sql`update secrets set ciphertext = wrapped_key`.execute(bench.database.db)
  const unreadable = await bench.admin('POST', `/api/admin-keys/${id}/test`)
  expect(unreadable).toMatchObject({ status: 200, body: { ok: false, code: 'key-unreadable' } })
  answers.push(unreadable.text)
  const thrown = await bench.teams.keyDesk.openKey(id).catch((error: unknown) => error)

  expect((await bench.teams.adminKeys.get({ ...bench.actorOf({}, 'admin') }, id)).last4).toBe(keys.second.slice(-4))
  const database = await dumpDatabase()
  const rest = [
    ...answers,
    ...bench.lines,
    ...bench.notices.map((notice) => JSON.stringify(notice)),
    stackOf(thrown),
  ].join('\n')
  expect(bench.lines.length).toBeGreaterThan(20)
  expect(database.includes(Buffer.from('마케팅팀'))).toBe(true)
  for (const key of [...planted, broken]) {
    // Sixteen characters from the middle are enough to recognise a key; the last four may be shown.
    for (const part of [
      key,
      key.slice(9, 25),
      Buffer.from(key).toString('base64').slice(4, 40),
      Buffer.from(key).toString('hex'),
    ]) {
      expect(rest.includes(part)).toBe(false)
      expect(database.includes(Buffer.from(part))).toBe(false)
    }
  }
})

function stackOf(error: unknown): string {
  const parts: string[] = []
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    parts.push(String(cause.stack), JSON.stringify(cause, Object.getOwnPropertyNames(cause)))
  }
  return parts.join('\n')
}
