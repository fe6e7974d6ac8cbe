import type OpenAI from 'openai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { addDecimals } from '../platform/money.ts'
import { decimalText } from './amount.ts'
import { USAGE_KINDS } from './stream.ts'
import { textComponents } from './tariff.ts'
import { USAGE_RULES } from './usage-kinds.ts'
import { type Session, secondsOf, withSimulator } from './with-simulator.ts'

type OfficialPage = Awaited<ReturnType<OpenAI['admin']['organization']['usage']['completions']>>
type OfficialRow = Extract<
  OfficialPage['data'][number]['results'][number],
  { object: 'organization.usage.completions.result' }
>

const Completions = z.object({
  object: z.literal('organization.usage.completions.result'),
  input_tokens: z.int(),
  input_cached_tokens: z.int(),
  input_uncached_tokens: z.int(),
  output_tokens: z.int(),
  num_model_requests: z.int(),
  project_id: z.string().nullable(),
  api_key_id: z.string().nullable(),
  user_id: z.string().nullable(),
  model: z.string().nullable(),
  batch: z.boolean().nullable(),
  service_tier: z.string().nullable(),
})
type Row = z.infer<typeof Completions>

const REQUIRED: Readonly<Record<(typeof USAGE_KINDS)[number], readonly string[]>> = {
  completions: ['input_tokens', 'output_tokens', 'num_model_requests'],
  embeddings: ['input_tokens', 'num_model_requests'],
  moderations: ['input_tokens', 'num_model_requests'],
  images: ['images', 'num_model_requests'],
  audio_speeches: ['characters', 'num_model_requests'],
  audio_transcriptions: ['seconds', 'num_model_requests'],
  vector_stores: ['usage_bytes'],
  code_interpreter_sessions: ['num_sessions'],
  file_search_calls: ['num_requests'],
  web_search_calls: ['num_requests', 'num_model_requests'],
}

const Page = z.object({
  data: z.array(z.object({ start_time: z.int(), results: z.array(z.looseObject({ object: z.string() })) })),
  next_page: z.string().nullable(),
})

async function completions(session: Session, query: string): Promise<{ at: number; row: Row }[]> {
  const found: { at: number; row: Row }[] = []
  for (let page = ''; ; ) {
    const { body } = await session.json(`organization/usage/completions?${query}${page}`)
    const answer = Page.parse(body)
    for (const { start_time: at, results } of answer.data) {
      found.push(...results.map((row) => ({ at, row: Completions.parse(row) })))
    }
    if (answer.next_page === null) return found
    page = `&page=${answer.next_page}`
  }
}

const sum = (rows: readonly { row: Row }[], name: 'input_tokens' | 'output_tokens' | 'num_model_requests') =>
  rows.reduce((total, { row }) => total + row[name], 0)

describe('shapes', () => {
  test.each(USAGE_KINDS)('%s has its official object name and counters', async (kind) => {
    expectTypeOf<Row>().toExtend<OfficialRow>()
    await withSimulator({}, async ({ json }) => {
      const day = kind === 'code_interpreter_sessions' ? '2026-11-16' : '2026-10-05'
      const { body } = await json(`organization/usage/${kind}?start_time=${secondsOf(day)}&limit=3`)
      const rows = Page.parse(body).data.flatMap((bucket) => bucket.results)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) {
        expect(row.object).toBe(USAGE_RULES[kind].object)
        for (const counter of REQUIRED[kind]) expect(row[counter]).toBeGreaterThan(0)
      }
    })
  })

  test('the official client groups and filters', async () => {
    await withSimulator({}, async ({ admin, simulator }) => {
      const project_ids = simulator
        .projects()
        .slice(1, 4)
        .map((project) => project.id)
      const page = await admin.admin.organization.usage.completions({
        start_time: secondsOf('2026-11-16'),
        limit: 1,
        project_ids,
        batch: true,
        group_by: ['project_id', 'model', 'batch', 'service_tier', 'api_key_id'],
      })
      const rows = page.data.flatMap((bucket) => bucket.results.map((row) => Completions.parse(row)))
      expect(rows.length).toBeGreaterThan(2)
      for (const row of rows) {
        expect(project_ids).toContain(row.project_id)
        expect(row).toMatchObject({ batch: true, service_tier: 'default', model: expect.any(String), user_id: null })
      }
    })
  })

  test('limits differ by bucket width', async () => {
    await withSimulator({}, async ({ json }) => {
      const ask = async (query: string) =>
        Page.safeParse(
          (await json(`organization/usage/completions?start_time=${secondsOf('2026-11-01')}&${query}`)).body,
        )
      expect((await ask('bucket_width=1m')).data?.data).toHaveLength(60)
      expect((await ask('bucket_width=1h')).data?.data).toHaveLength(24)
      expect((await ask('bucket_width=1d&limit=32')).success).toBe(false)
      expect((await ask('bucket_width=2d')).success).toBe(false)
    })
  })
})

describe('consistency', () => {
  test('minutes, hours and days add up, and so do groups', async () => {
    await withSimulator({}, async (session) => {
      const span = `start_time=${secondsOf('2026-11-18')}&end_time=${secondsOf('2026-11-19')}`
      const day = await completions(session, span)
      const hours = await completions(session, `${span}&bucket_width=1h&group_by=model&group_by=project_id`)
      const minutes = await completions(session, `${span}&bucket_width=1m&limit=1000&group_by=user_id`)
      for (const counter of ['input_tokens', 'output_tokens', 'num_model_requests'] as const) {
        expect(sum(hours, counter)).toBe(sum(day, counter))
        expect(sum(minutes, counter)).toBe(sum(day, counter))
      }
    })
  })

  test('tokens times price is the eventual bill', async () => {
    await withSimulator({}, async (session) => {
      const groups = '&group_by=project_id&group_by=model&group_by=batch&group_by=service_tier'
      const span = `start_time=${secondsOf('2026-11-11')}&end_time=${secondsOf('2026-11-12')}`
      for (const { row } of await completions(session, span + groups)) {
        const tier = row.service_tier === 'flex' || row.service_tier === 'priority' ? row.service_tier : 'default'
        const [uncached, cached, output] = textComponents(row.model ?? '', row.batch ?? false, tier)
        const names = [uncached, cached, output].map((component) => component?.bill?.lineItem)
        const units =
          row.input_uncached_tokens * (uncached?.bill?.unitPrice ?? 0) +
          row.input_cached_tokens * (cached?.bill?.unitPrice ?? 0) +
          row.output_tokens * (output?.bill?.unitPrice ?? 0)
        const billed = session.simulator.truth
          .costs({ from: '2026-11-11', to: '2026-11-11' })
          .filter((one) => one.projectId === row.project_id && names.includes(one.lineItem))
        expect(billed).toHaveLength(3)
        // A bill has a few digits below the unit of the price list.
        const difference = Number(addDecimals(...billed.map((one) => one.amount), `-${decimalText(units, 0)}`))
        expect(Math.abs(difference)).toBeLessThan(1e-8)
      }
    })
  })

  test('use is visible after five minutes, in whole minutes', async () => {
    await withSimulator({}, async (session) => {
      session.simulator.advance(30)
      const rows = await completions(session, `start_time=${session.seconds() - 900}&bucket_width=1m`)
      expect(Math.max(...rows.map(({ at }) => at))).toBe(secondsOf('2026-11-23') + 5 * 3_600 - 360)
    })
  })
})
