import { toFile } from 'openai'
import { describe, expect, test } from 'vitest'
import { sampleOf } from './sample.ts'
import { type Session, withSimulator } from './with-simulator.ts'

async function usedNow(session: Session, kind: string): Promise<unknown[]> {
  const project = session.simulator.projects()[0]?.id
  const query = `start_time=${session.seconds()}&bucket_width=1m&project_ids=${project}&group_by=model`
  const { body } = await session.json(`organization/usage/${kind}?${query}`)
  const { data } = body as { data: { results: unknown[] }[] }
  return data.flatMap(({ results }) => results)
}

describe('what is sold by the piece', () => {
  test('is in usage at once, as it was answered', async () => {
    await withSimulator({}, async (session) => {
      const { audio, images, moderations } = session.caller
      await images.generate({ model: 'dall-e-3', prompt: '서울', n: 2 })
      const speech = await audio.speech.create({ model: 'tts-1', voice: 'alloy', input: '안녕하세요' })
      const sound = Buffer.from(await speech.arrayBuffer())
      const file = await toFile(Buffer.concat([sound, Buffer.alloc(32_000)]), 'a.mp3')
      expect(await audio.transcriptions.create({ model: 'whisper-1', file })).toMatchObject({ usage: { seconds: 3 } })
      await moderations.create({ input: '하나' })
      expect(await usedNow(session, 'images')).toMatchObject([{ images: 2, num_model_requests: 1, model: 'dall-e-3' }])
      expect(await usedNow(session, 'audio_speeches')).toMatchObject([{ characters: 5, num_model_requests: 1 }])
      expect(await usedNow(session, 'audio_transcriptions')).toMatchObject([{ seconds: 3, num_model_requests: 1 }])
      expect(await usedNow(session, 'moderations')).toMatchObject([{ num_model_requests: 1 }])
    })
  })

  test('is refused with a form that is none, and a model that does something else', async () => {
    await withSimulator({}, async ({ caller, url, simulator }) => {
      await expect(caller.images.generate({ model: 'gpt-4o', prompt: '서울' })).rejects.toMatchObject({ status: 400 })
      const answer = await fetch(`${url}/audio/transcriptions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${simulator.keys.projectKey}`,
          'content-type': 'multipart/form-data; boundary=x',
        },
        body: 'nonsense',
      })
      expect(answer.status).toBe(400)
    })
  })
})

test('a file is there until it is removed', async () => {
  await withSimulator({}, async ({ caller }) => {
    const made = await caller.files.create({ file: await toFile(Buffer.from('a'), 'a.jsonl'), purpose: 'batch' })
    expect(await caller.files.retrieve(made.id)).toEqual(made)
    await caller.files.delete(made.id)
    await expect(caller.files.retrieve(made.id)).rejects.toMatchObject({ status: 404 })
  })
})

test.each([
  [{ type: 'string', enum: ['가', '나'] }, '가'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 1],
  [{ type: ['string', 'null'] }, '서울'],
  [{ type: 'array', items: { $ref: '#/$defs/one' }, $defs: { one: { const: 7 } } }, [7]],
  [{ type: 'object', properties: { a: { type: 'number', minimum: 5 } } }, { a: 5 }],
])('a sample keeps to its schema: %o', (schema, expected) => {
  expect(sampleOf(schema)).toEqual(expected)
})

test('a schema that refers to itself ends', () => {
  expect(JSON.stringify(sampleOf({ type: 'object', properties: { a: { $ref: '#' } } }))).toContain('null')
})
