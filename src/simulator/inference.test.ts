import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Session, withSimulator } from './with-simulator.ts'

const messages = [{ role: 'user' as const, content: '어제 비용이 왜 올랐나요?' }]
const Usage = z.object({
  data: z.array(
    z.object({ results: z.array(z.object({ input_tokens: z.int(), num_model_requests: z.int(), model: z.string() })) }),
  ),
})

/** What the usage endpoint shows for the minute that is running. */
async function usedNow(session: Session, kind: string) {
  const project = session.simulator.projects()[0]?.id
  const query = `start_time=${session.seconds()}&bucket_width=1m&project_ids=${project}&group_by=model`
  const { body } = await session.json(`organization/usage/${kind}?${query}`)
  return Usage.parse(body).data.flatMap((bucket) => bucket.results)
}

describe('chat completions', () => {
  test('an answer, its usage, and the usage endpoint agree at once', async () => {
    await withSimulator({}, async (session) => {
      const answer = await session.caller.chat.completions.create({
        model: 'gpt-4o',
        messages,
        max_completion_tokens: 5,
      })
      expect(answer).toMatchObject({ object: 'chat.completion', model: 'gpt-4o-2024-08-06', service_tier: 'default' })
      expect(answer.choices[0]).toMatchObject({ finish_reason: 'length', message: { role: 'assistant' } })
      expect(answer.usage?.completion_tokens).toBe(5)
      const again = await session.caller.chat.completions.create({
        model: 'gpt-4o',
        messages,
        max_completion_tokens: 5,
      })
      expect(again.choices).toEqual(answer.choices)
      expect(again.id).not.toBe(answer.id)
      expect(await usedNow(session, 'completions')).toEqual([
        { model: 'gpt-4o-2024-08-06', num_model_requests: 2, input_tokens: (answer.usage?.prompt_tokens ?? 0) * 2 },
      ])
    })
  })

  test('a stream ends with usage only when asked for it', async () => {
    await withSimulator({}, async ({ caller }) => {
      const read = async (stream_options?: { include_usage: boolean }) => {
        const chunks: OpenAI.ChatCompletionChunk[] = []
        const request = {
          model: 'gpt-4o-mini',
          messages,
          stream: true as const,
          ...(stream_options ? { stream_options } : {}),
        }
        for await (const chunk of await caller.chat.completions.create(request)) chunks.push(chunk)
        return chunks
      }
      const [plain, counted] = [await read(), await read({ include_usage: true })]
      expect(plain.some((chunk) => 'usage' in chunk)).toBe(false)
      expect(counted.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } })
      expect(counted.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
      const text = (chunks: readonly OpenAI.ChatCompletionChunk[]) =>
        chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')
      const whole = await caller.chat.completions.create({ model: 'gpt-4o-mini', messages })
      expect(text(plain)).toBe(whole.choices[0]?.message.content)
      expect(text(counted)).toBe(text(plain))
    })
  })

  test('a call is on the bill hours later, to the token', async () => {
    await withSimulator({ projectCount: 1, lineItemsPerProject: 0 }, async ({ caller, simulator }) => {
      const { usage } = await caller.chat.completions.create({ model: 'gpt-4.1', messages })
      const day = { from: '2026-11-23', to: '2026-11-23' }
      expect(simulator.truth.costs(day)).toEqual([])
      simulator.advance(2 * 86_400)
      const output = simulator.truth.costs(day).find((row) => row.lineItem === 'gpt-4.1-2025-04-14, output')
      expect(output?.amount).toBe(String(((usage?.completion_tokens ?? 0) * 8) / 1e6))
    })
  })
})

describe('other endpoints', () => {
  test('responses, whole and streamed, say the same', async () => {
    await withSimulator({}, async (session) => {
      const request = { model: 'gpt-5-mini', input: '안녕하세요', service_tier: 'flex' as const }
      const whole = await session.caller.responses.create(request)
      expect(whole).toMatchObject({ object: 'response', status: 'completed', service_tier: 'flex' })
      const final = await session.caller.responses.stream(request).finalResponse()
      expect(final.output_text).toBe(whole.output_text)
      expect(final.usage).toEqual(whole.usage)
      const cut = await session.caller.responses.create({ ...request, max_output_tokens: 2 })
      expect(cut).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })
      expect((await usedNow(session, 'completions'))[0]?.num_model_requests).toBe(3)
    })
  })

  test('embeddings as floats and packed, of the asked length', async () => {
    await withSimulator({}, async (session) => {
      const request = { model: 'text-embedding-3-small', input: ['비용', '예산'], dimensions: 256 }
      const packed = await session.caller.embeddings.create(request)
      const floats = await session.caller.embeddings.create({ ...request, encoding_format: 'float' })
      expect(packed.data.map((one) => one.embedding.length)).toEqual([256, 256])
      for (const [index, value] of (packed.data[0]?.embedding ?? []).entries()) {
        expect(value).toBeCloseTo(floats.data[0]?.embedding[index] ?? 0, 6)
      }
      expect((await usedNow(session, 'embeddings'))[0]?.num_model_requests).toBe(2)
    })
  })

  test('models are listed and read, fine-tunes too', async () => {
    await withSimulator({}, async ({ caller }) => {
      for (const model of (await caller.models.list()).data)
        expect((await caller.models.retrieve(model.id)).id).toBe(model.id)
    })
  })
})

test('what is wrong with a call is said in the standard body', async () => {
  await withSimulator({}, async ({ caller, url, simulator }) => {
    await expect(caller.chat.completions.create({ model: 'gpt-99', messages })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    })
    await expect(caller.chat.completions.create({ model: 'gpt-4o', messages: [] })).rejects.toMatchObject({
      status: 400,
      param: 'messages',
    })
    const stranger = new OpenAI({ apiKey: 'sk-proj-nobody', baseURL: url, maxRetries: 0 })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    const headers = { authorization: `Bearer ${simulator.keys.projectKey}`, 'content-type': 'application/json' }
    const garbled = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body: '{"model":' })
    expect(garbled.status).toBe(400)
    expect((await fetch(`${url}/nowhere`, { headers })).status).toBe(404)
  })
})
