import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Metering, openMetering } from './metering.ts'
import { json } from './upstream.ts'

// Shapes as OpenAI's reference and its SDK give them; the figures are made up, the prices are those of the kept table.
let gateway: Metering
beforeAll(async () => {
  gateway = await openMetering()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.forget())

test('images of GPT models are tokens; without details of the output they are the dearest', async () => {
  const usage = {
    input_tokens: 100,
    input_tokens_details: { text_tokens: 60, image_tokens: 40 },
    output_tokens: 1_000,
    total_tokens: 1_100,
  }
  const answer = { created: 1, size: '1024x1024', quality: 'high', data: [{ b64_json: 'aGk=' }], usage }
  expect(await gateway.call('/images/generations', { model: 'gpt-image-1.5', prompt: 'x' }, answer)).toMatchObject({
    kind: 'completions',
    size: '1024x1024',
    input_image_tokens: 40,
    // 60 × 5 + 40 × 8 + 1,000 × 32 per million
    cost: '0.03262',
  })
})

test('a stream of an image tells its usage with the image', async () => {
  const usage = {
    input_tokens: 10,
    input_tokens_details: { text_tokens: 10, image_tokens: 0 },
    output_tokens: 200,
    output_tokens_details: { image_tokens: 200, text_tokens: 0 },
  }
  gateway.events(
    { type: 'image_generation.partial_image', b64_json: 'aGk='.repeat(100), partial_image_index: 0 },
    { type: 'image_generation.completed', b64_json: 'aGk='.repeat(200), size: '1536x1024', quality: 'low', usage },
  )
  await gateway.post('/images/generations', { model: 'gpt-image-1', prompt: 'x', stream: true })
  expect(await gateway.only()).toMatchObject({
    output_image_tokens: 200,
    size: '1536x1024',
    cost: '0.00805',
    result: 'ok',
  })
})

test('images of DALL·E are counted, by their size', async () => {
  const made = { created: 1, data: [{ url: 'https://x/1' }, { url: 'https://x/2', revised_prompt: '"url":' }] }
  expect(await gateway.call('/images/generations', { model: 'dall-e-2', n: 2, size: '512x512' }, made)).toMatchObject({
    kind: 'images',
    images: 2,
    size: '512x512',
    cost: '0.036',
  })
})

test.each([
  [{ quality: 'hd', size: '1792x1024' }, 'hd 1792x1024', '0.12'],
  [{ quality: 'hd' }, 'hd 1024x1024', '0.08'],
  [{ quality: 'standard', size: '1024x1024' }, '1024x1024', '0.04'],
  // Without a size it may have been any of them.
  [{}, null, '0.08'],
])('images of DALL·E 3 (%o) are priced by their quality as well', async (asked, size, cost) => {
  const made = { created: 1, data: [{ b64_json: 'aGk=' }] }
  expect(await gateway.call('/images/generations', { model: 'dall-e-3', ...asked }, made)).toMatchObject({ size, cost })
})

test('speech is paid by the characters of the request', async () => {
  gateway.upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' })
    response.end(Buffer.alloc(5_000, 1))
  })
  await gateway.post('/audio/speech', { model: 'tts-1', input: '안녕하세요 😀', voice: 'alloy' })
  expect(await gateway.only()).toMatchObject({ kind: 'audio_speeches', characters: 7, cost: '0.000105' })
  await gateway.forget()
  await gateway.post('/audio/speech', { model: 'gpt-4o-mini-tts', input: '안녕하세요', voice: 'alloy' })
  // It is paid by tokens, which a plain answer does not tell.
  expect(await gateway.only()).toMatchObject({ characters: 5, cost: null, unpriced: true })
})

test('speech as a stream tells its tokens, all of the output of which is audio', async () => {
  const usage = { input_tokens: 14, output_tokens: 101, total_tokens: 115 }
  gateway.events({ type: 'speech.audio.delta', audio: 'aGk=' }, { type: 'speech.audio.done', usage })
  await gateway.post('/audio/speech', {
    model: 'gpt-4o-mini-tts',
    input: '안녕하세요',
    voice: 'alloy',
    stream_format: 'sse',
  })
  expect(await gateway.only()).toMatchObject({ output_audio_tokens: 101, cost: '0.0012204', unpriced: false })
})

test.each([
  [
    'tokens',
    'gpt-4o-transcribe',
    {
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 45,
      },
    },
    '0.00052',
  ],
  [
    'tokens without details',
    'gpt-4o-transcribe',
    { usage: { type: 'tokens', input_tokens: 10, output_tokens: 0 } },
    '0.00006',
  ],
  ['seconds', 'whisper-1', { usage: { type: 'duration', seconds: 9 } }, '0.0009'],
  ['verbose', 'whisper-1', { duration: 8.47, segments: [] }, '0.0009'],
])('a transcription in %s is counted', async (_name, model, told, cost) => {
  gateway.upstream.answers(json({ text: '안녕하세요', ...told }))
  await gateway.sendForm('/audio/transcriptions', { model, response_format: 'json' })
  expect(await gateway.only()).toMatchObject({ model_asked: model, cost, unpriced: false })
})

test('a transcription as plain text tells nothing, so its cost is unknown; as a stream it tells its tokens', async () => {
  gateway.upstream.answers(
    (_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('안녕'),
  )
  await gateway.sendForm('/audio/transcriptions', { model: 'whisper-1', response_format: 'text' })
  expect(await gateway.only()).toMatchObject({ cost: null, unpriced: true, result: 'ok' })
  await gateway.forget()
  const usage = {
    type: 'tokens',
    input_tokens: 14,
    input_token_details: { text_tokens: 4, audio_tokens: 10 },
    output_tokens: 45,
  }
  gateway.events({ type: 'transcript.text.delta', delta: '안' }, { type: 'transcript.text.done', text: '안녕', usage })
  await gateway.sendForm('/audio/transcriptions', { model: 'gpt-4o-transcribe', stream: 'true' })
  expect(await gateway.only()).toMatchObject({ cost: '0.00052', streamed: true })
})
