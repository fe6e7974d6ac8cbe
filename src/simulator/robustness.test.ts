import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withSimulator } from './with-simulator.ts'

const PATHS = [
  'organization/costs',
  'organization/usage/completions',
  'organization/usage/vector_stores',
  'organization/projects',
  'organization/admin_api_keys',
]
const NAMES = [
  'start_time',
  'end_time',
  'limit',
  'page',
  'group_by',
  'group_by[]',
  'bucket_width',
  'project_ids',
  'after',
  'batch',
]

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer().map(String),
  fc.constantFrom(
    '1795132800',
    '1m',
    '1h',
    '1d',
    'project_id',
    'line_item',
    'model',
    '\u0000',
    '-1',
    '1e99',
    'null',
    'page_AAAAALTE',
  ),
)
const query = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 6 })

test('nonsense in a query is refused or answered, never an error of ours', async () => {
  await withSimulator({ historyDays: 10 }, async ({ url, simulator }) => {
    const headers = { authorization: `Bearer ${simulator.keys.full}` }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), query, async (path, pairs) => {
        const answer = await fetch(`${url}/${path}?${new URLSearchParams(pairs)}`, { headers })
        expect([200, 400]).toContain(answer.status)
        expect(await answer.json()).toHaveProperty(answer.status === 200 ? 'data' : 'error')
      }),
      { numRuns: 150 },
    )
  })
})

test('nonsense in a body is refused with the standard body', async () => {
  await withSimulator({}, async ({ url, simulator }) => {
    const admin = `Bearer ${simulator.keys.full}`
    const project = `organization/projects/${simulator.projects()[0]?.id}`
    const targets = [
      ['organization/projects', admin],
      [`${project}/spend_limit`, admin],
      [`${project}/rate_limits/rl-gpt-4o`, admin],
      ['chat/completions', `Bearer ${simulator.keys.projectKey}`],
      ['responses', `Bearer ${simulator.keys.projectKey}`],
      ['embeddings', `Bearer ${simulator.keys.projectKey}`],
    ] as const
    const broken = [
      '',
      '{',
      'null',
      '[]',
      '"text"',
      '{"name":7}',
      '{"max_requests_per_1_minute":"0"}',
      '{"model":null}',
    ]
    for (const [path, authorization] of targets) {
      for (const body of broken) {
        const answer = await fetch(`${url}/${path}`, { method: 'POST', headers: { authorization }, body })
        if (path.includes('rate_limits') && answer.status === 200) continue
        expect([path, body, answer.status]).toEqual([path, body, 400])
        expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
      }
    }
  })
})
