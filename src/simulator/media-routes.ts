import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Access, Caller } from './access.ts'
import { admit, recordPieces } from './admission.ts'
import { badRequest } from './api-error.ts'
import { parseBody } from './body.ts'
import { fieldOf, formOf } from './form.ts'
import { hashText, mix } from './random.ts'
import type { PieceKind } from './tariff.ts'

const Images = z.object({
  model: z.string().nullish(),
  prompt: z.string().min(1),
  n: z.int().min(1).max(10).nullish(),
  size: z.string().nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(),
})
const Speech = z.object({ model: z.string(), input: z.string().min(1).max(4096), voice: z.unknown().optional() })
const Moderation = z.object({
  model: z.string().nullish(),
  input: z.union([z.string(), z.array(z.union([z.string(), z.looseObject({ type: z.string() })]))]),
})

const MODELS: Readonly<
  Record<'images' | 'audio_speeches' | 'audio_transcriptions' | 'moderations', readonly string[]>
> = {
  images: ['dall-e-3', 'dall-e-2'],
  audio_speeches: ['tts-1', 'tts-1-hd'],
  audio_transcriptions: ['whisper-1'],
  moderations: ['omni-moderation-latest', 'omni-moderation-2024-09-26'],
}

/** Pictures, speech and moderation: what is not counted by the tokens of a conversation. */
export function registerMedia(app: FastifyInstance, access: Access): void {
  const take = (caller: Caller, kind: keyof typeof MODELS, asked: string | null | undefined): string => {
    const model = asked ?? MODELS[kind][0] ?? ''
    if (!MODELS[kind].includes(model))
      throw badRequest(
        `Invalid value: '${model}'. Supported values are: ${MODELS[kind].map((one) => `'${one}'`).join(' and ')}.`,
        'model',
        'invalid_value',
      )
    admit(caller, { id: model, family: model, isEmbedding: false })
    return model
  }
  const count = (caller: Caller, kind: PieceKind, model: string, counts: readonly number[]) =>
    recordPieces(caller, { kind, model, counts })

  app.post('/images/generations', async (request) => {
    const caller = access.caller(request)
    const body = parseBody(Images, request)
    const model = take(caller, 'images', body.model)
    const pictures = body.n ?? 1
    count(caller, 'images', model, [pictures, 1])
    const created = Math.floor(caller.world.now() / SECOND)
    const data = Array.from({ length: pictures }, (_one, place) => {
      const picture = bytesOf(`${body.prompt} ${place}`, 256)
      const where = { url: `https://pictures.invalid/${picture.toString('hex', 0, 8)}.png` }
      return {
        revised_prompt: body.prompt,
        ...(body.response_format === 'b64_json' ? { b64_json: picture.toString('base64') } : where),
      }
    })
    return { created, data }
  })

  app.post('/audio/speech', async (request, reply) => {
    const caller = access.caller(request)
    const body = parseBody(Speech, request)
    const model = take(caller, 'audio_speeches', body.model)
    count(caller, 'audio_speeches', model, [[...body.input].length, 1])
    return reply.type('audio/mpeg').send(bytesOf(body.input, 64 * [...body.input].length))
  })

  app.post('/audio/transcriptions', async (request, reply) => {
    const caller = access.caller(request)
    const form = await formOf(request)
    const file = form.get('file')
    if (!(file instanceof File))
      throw badRequest("Missing required parameter: 'file'.", 'file', 'missing_required_parameter')
    const model = take(caller, 'audio_transcriptions', fieldOf(form, 'model'))
    /** As if it were speech at 16 kB a second. */
    const seconds = Math.max(1, Math.ceil(file.size / 16_000))
    count(caller, 'audio_transcriptions', model, [seconds, 1])
    const text = `${file.name} 의 내용 입니다`
    switch (fieldOf(form, 'response_format') ?? 'json') {
      case 'text':
        return reply.type('text/plain; charset=utf-8').send(`${text}\n`)
      case 'verbose_json':
        return {
          task: 'transcribe',
          language: 'korean',
          duration: seconds,
          text,
          segments: [],
          usage: { type: 'duration', seconds },
        }
      default:
        return { text, usage: { type: 'duration', seconds } }
    }
  })

  app.post('/moderations', async (request) => {
    const caller = access.caller(request)
    const body = parseBody(Moderation, request)
    const model = take(caller, 'moderations', body.model)
    const inputs = typeof body.input === 'string' ? [body.input] : body.input
    const tokens = inputs.reduce((sum, input) => sum + Math.ceil(JSON.stringify(input).length / 4), 0)
    const id = count(caller, 'moderations', model, [tokens, 1])
    return { id: `modr-${id}`, model: 'omni-moderation-latest', results: inputs.map(() => harmless()) }
  })
}

const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
]

function harmless() {
  const each = (value: unknown) => Object.fromEntries(CATEGORIES.map((name) => [name, value]))
  return {
    flagged: false,
    categories: each(false),
    category_scores: each(0.00001),
    category_applied_input_types: each([]),
  }
}

/** Noise, always the same for the same words. */
function bytesOf(text: string, length: number): Buffer {
  const hash = hashText(0, text)
  return Buffer.from(Array.from({ length }, (_one, place) => mix(hash, place) & 0xff))
}
