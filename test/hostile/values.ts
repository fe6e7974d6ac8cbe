import type { JsonSchema, Operation } from '../access/openapi.ts'

export const UNKNOWN_ID = '11111111-1111-4111-8111-111111111111'
const LONG = '가'.repeat(10_000)

/** Whatever a field may be sent instead of what it expects. Some are legal in some fields, none may break the server. */
export const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  LONG,
  'a'.repeat(10_000),
  '🦓👩‍👩‍👧‍👦🇰🇷',
  '‏שלום‎ \u202Eevil\u202C',
  'nul\u0000byte',
  '\ud800',
  '\u001b[31m\r\nSet-Cookie: a=b',
  "'; drop table people; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../../etc/passwd',
  [],
  [[]],
  ['a', 1, null],
  {},
  { $ne: null },
  JSON.parse('{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}'),
  deep(1_000),
]

function deep(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels))
}

/** Parts of an address that decode to nonsense. */
export const PATH_PARTS = [
  UNKNOWN_ID,
  UNKNOWN_ID.toUpperCase(),
  '00000000-0000-0000-0000-000000000000',
  '%00',
  `${UNKNOWN_ID}%00`,
  'proj_1%00',
  '%ff%fe',
  '%c0%80',
  '%ED%A0%80',
  '%',
  '%zz',
  '..%2f..%2fetc%2fpasswd',
  '__proto__',
  'constructor',
  '%F0%9F%A6%93',
  'a'.repeat(5_000),
  "1'%20or%20'1'='1",
  '{id}',
  '[object%20Object]',
  '-1',
  'NaN',
]

/** Of the right form and with the wrong content. */
const FORGED_CURSORS = [
  `2026-11-23T00:00:00.000Z ${'-'.repeat(36)}`,
  `2026-11-23T00:00:00.000Z ${'a'.repeat(36)}`,
  `2026-02-31T00:00:00.000Z ${UNKNOWN_ID}`,
  `0000-01-01T00:00:00.000Z ${UNKNOWN_ID}`,
  `9999-12-31T23:59:59.999Z ${UNKNOWN_ID}`,
].map((cursor) => `cursor=${Buffer.from(cursor).toString('base64url')}`)

export const QUERIES = [
  'x=%00',
  '%00=x',
  'days=%00',
  'days=abc',
  'days=-1',
  'days=1e9',
  'days=30&days=60',
  'days[]=30',
  'days[a]=30',
  'limit=0',
  'limit=999999999999999999999',
  'limit=1&limit=2',
  'limit=NaN',
  'cursor=%00',
  'cursor=__proto__',
  'cursor=bzk5OTk5OTk5OTk5OQ',
  'cursor=MjAyNi0xMS0yM1QwMDowMDowMC4wMDBaIDExMTExMTEx',
  'cursor=AAAA&cursor=BBBB',
  ...FORGED_CURSORS,
  'teamId=%00',
  'teamId=not-a-uuid',
  'teamId=a&teamId=b',
  'projectId=%27',
  'search=%00',
  `search=${'a'.repeat(3_000)}`,
  'search=%25_%5C',
  'search=%ff%fe',
  'search=a&search=b',
  'sort=name&sort=change',
  'sort=drop',
  'archived=maybe',
  'state=__proto__',
  'from=2026-11-31&to=2026-12-01',
  'from=0000-00-00&to=9999-12-31',
  'from=-271821-04-20&to=2026-11-23',
  'from=2026-11-23&to=2026-11-01',
  'from=0000-01-01&to=0000-01-02',
  'from=0001-01-01&to=0001-01-02',
  'from=2024-01-01&to=2026-11-23',
  'from=9999-12-31&to=9999-12-31',
  'from=2026-11-01&from=2026-11-02&to=2026-11-03',
  'format=focus&from=2026-11-01&to=2026-11-02',
  '__proto__=1',
  '__proto__[role]=admin',
  'constructor.prototype.x=1',
  '%',
  '%zz=%zz',
  '='.repeat(500),
  Array.from({ length: 2_000 }, (_, place) => `p${place}=1`).join('&'),
]

/** Fields of a body with a value that the document calls legal, so that each can be spoiled alone. */
export function legalBody({ body }: Operation, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(body?.properties ?? {})) {
    fields[name] = Object.hasOwn(known, name) ? known[name] : legalValue(schema)
  }
  return fields
}

function legalValue(schema: JsonSchema): unknown {
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return null
  if (schema.format === 'uuid') return UNKNOWN_ID
  if (schema.type === 'array') return []
  if (schema.type === 'boolean') return false
  if (schema.type === 'integer' || schema.type === 'number') return 1
  return '값'
}

/** What fields mean, so that an operation gets past the shape of its body. */
export function known(today: string): Record<string, unknown> {
  return {
    email: 'hostile@example.com',
    password: 'a long enough password',
    newPassword: 'a long enough password',
    currentPassword: 'not the password',
    role: 'member',
    timeZone: 'Asia/Seoul',
    name: '이름',
    code: 'AAAA-AAAA',
    token: 'no-such-token',
    externalIds: ['proj_000000000000'],
    from: today,
    to: today,
    key: 'sk-admin-nonsense',
  }
}
