import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { createTestLedger } from '../../test/support/ledger.ts'
import type { BilledRow } from '../ledger/index.ts'
import type { Database } from '../platform/db/database.ts'
import { exportCosts } from './index.ts'

const DAY = '2026-11-20'
const TODAY = '2026-11-23'
const ATTACKS = [
  '=HYPERLINK("http://evil")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠1',
]

let database: Database
let ids: { team: string; other: string; organization: string }

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(db)).rows[0]?.id ?? ''
  const organization = await one(
    sql`insert into organizations (provider, created_at) values ('openai', now()) returning id`,
  )
  const team = await one(sql`insert into teams (name, created_at) values ('마케팅팀, "본부"', now()) returning id`)
  const other = await one(sql`insert into teams (name, created_at) values ('데이터팀', now()) returning id`)
  ids = { team, other, organization }
  await bound('proj_own', team, '=검색')
  await bound('proj_other', other, '번역')
  const lines = ATTACKS.map((lineItem, place) => billed('proj_own', lineItem, `0.${place + 1}`))
  const rows = [
    ...lines,
    billed('proj_own', 'gpt-4o, input', '0.123456789012345678901234567891'),
    billed('proj_own', '크레딧, "환불"\n두 줄', '-12.5'),
    billed('proj_other', 'gpt-4o, output', '0.0000001'),
    billed('proj_nobody', null, '1200', 'KRW'),
    billed(null, 'gpt-4o, input', '7'),
  ]
  const days = new Map([
    [DAY, rows],
    [TODAY, [billed('proj_own', 'gpt-4o, input', '1')]],
  ])
  await createTestLedger(database).applyReading({
    organizationId: organization,
    requestedAt: new Date(`${TODAY}T05:00:00Z`),
    days,
  })
})
afterAll(() => database.close())

function billed(externalId: string | null, lineItem: string | null, amount: string, currency = 'USD'): BilledRow {
  return { externalId, lineItem, amount, currency, quantity: null }
}

async function bound(externalId: string, teamId: string, name: string): Promise<void> {
  await sql`
    with project as (insert into projects (team_id, name, created_at) values (${teamId}, ${name}, now()) returning id),
    stay as (insert into project_teams (project_id, team_id, from_at, from_day) select id, ${teamId}, now(), '-infinity' from project returning project_id),
    seen as (insert into organization_projects (organization_id, external_id, name, seen_at)
      select id, ${externalId}, ${`@${name}`}, now() from organizations returning organization_id)
    select 1 from stay, seen`.execute(database.db)
  await sql`
    insert into bindings (project_id, organization_id, external_id, from_at, from_day)
    select project.id, organization.id, ${externalId}, now(), '-infinity'
    from projects project, organizations organization where project.name = ${name}`.execute(database.db)
}

async function exported(wanted: { from?: string; to?: string; teamIds?: string[] | null } = {}): Promise<string[][]> {
  const { from = DAY, to = TODAY, teamIds = null } = wanted
  const csv = await text(exportCosts(database.db, { from, to, today: TODAY, teamIds }))
  return parse(csv.replace(/^\uFEFF/, ''))
}

/** RFC 4180, as a spreadsheet reads it. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\n') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}

test('the file begins with a byte order mark, so that a spreadsheet reads Korean, and a header', async () => {
  const bytes = Buffer.from(await text(exportCosts(database.db, { from: DAY, to: DAY, today: TODAY, teamIds: null })))
  const raw = exportCosts(database.db, { from: DAY, to: DAY, today: TODAY, teamIds: null })
  const [first] = await raw.take(1).toArray()
  expect(Buffer.from(first).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(bytes.toString()).toContain('마케팅팀')
  const [header] = await exported()
  expect(header?.join()).toBe(
    'cost_day,team,project,provider_project_id,provider_project_name,line_item,currency,amount,basis',
  )
})

test('amounts are exact, and credits stay numbers', async () => {
  const amounts = (await exported()).slice(1).map((row) => row[7])
  expect(amounts).toEqual(
    expect.arrayContaining(['0.123456789012345678901234567891', '-12.5', '0.0000001', '1200', '7', '1']),
  )
  for (const amount of amounts) expect(amount).toMatch(/^-?\d+(\.\d+)?$/)
})

test('a text that a spreadsheet would run is escaped, in every column of texts', async () => {
  const rows = (await exported()).slice(1)
  for (const row of rows) {
    for (const [place, field] of row.entries()) if (place !== 7) expect(field).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
  }
  const items = rows.map((row) => row[5])
  for (const attack of ATTACKS) expect(items).toContain(`'${attack}`)
  expect(rows.map((row) => row[2])).toContain("'=검색")
})

test('commas, quotes and line breaks in names come back as they were', async () => {
  const rows = await exported()
  expect(rows.map((row) => row[1])).toContain('마케팅팀, "본부"')
  expect(rows.map((row) => row[5])).toContain('크레딧, "환불"\n두 줄')
  for (const row of rows) expect(row).toHaveLength(9)
})

test('costs of nobody are in the file of the workspace and in no team’s; a team sees its own lines only', async () => {
  expect((await exported()).slice(1)).toHaveLength(ATTACKS.length + 6)
  expect((await exported()).filter((row) => row[1] === '' && row[0] === DAY)).toHaveLength(2)
  const other = (await exported({ teamIds: [ids.other] })).slice(1)
  expect(other.map((row) => row[3])).toEqual(['proj_other'])
  expect((await exported({ teamIds: [] })).slice(1)).toEqual([])
})

test('today is estimated, the days before are what their bill is', async () => {
  const basis = Object.fromEntries((await exported()).slice(1).map((row) => [row[0], row[8]]))
  expect(basis[TODAY]).toBe('estimated')
  expect(['settled', 'provisional']).toContain(basis[DAY])
})

test('a span without costs is a header and nothing else', async () => {
  expect(await exported({ from: '2020-01-01', to: '2020-01-03' })).toHaveLength(1)
})
