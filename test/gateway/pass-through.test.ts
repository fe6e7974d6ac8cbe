import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkbench, storedCalls, type Workbench } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await openWorkbench()
})
afterAll(() => bench.close())

test('a chat completion passes, and is recorded with its context, tokens and cost', async () => {
  const client = new OpenAI({ apiKey: bench.project.key, baseURL: bench.gatewayUrl, maxRetries: 0 })
  const answer = await client.chat.completions.create(
    { model: 'gpt-4o', messages: [{ role: 'user', content: '안녕하세요' }] },
    { headers: { 'x-finops-task': encodeURIComponent('광고 문구 쓰기') } },
  )
  expect(answer.choices[0]?.message.content).not.toBe('')
  const [call] = await storedCalls(bench, 1)
  expect(call).toMatchObject({
    result: 'ok',
    status: 200,
    endpoint: 'POST /chat/completions',
    model_asked: 'gpt-4o',
    response_id: answer.id,
    task: '광고 문구 쓰기',
    input_tokens: answer.usage?.prompt_tokens,
    output_tokens: answer.usage?.completion_tokens,
  })
  expect(Number(call?.cost)).toBeGreaterThan(0)
})
