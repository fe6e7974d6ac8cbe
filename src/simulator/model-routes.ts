import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Access } from './access.ts'
import { admit, embeddingModel, record, unknownModel } from './admission.ts'
import { parseBody } from './body.ts'
import { EMBEDDING_MODELS, TEXT_MODELS } from './catalogue.ts'
import { embed } from './completion.ts'

const Embeddings = z.object({
  model: z.string(),
  /** Texts, or the tokens that a client has made of them itself. */
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(2048),
    z.array(z.int()).min(1),
    z.array(z.array(z.int()).min(1)).min(1).max(2048),
  ]),
  dimensions: z.int().min(1).max(3072).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
})
const Params = z.object({ '*': z.string() })

const CREATED = Date.UTC(2025, 3, 14) / 1_000
const MODELS = [
  ...new Set([...TEXT_MODELS.flatMap(({ id, family }) => [family, id]), ...EMBEDDING_MODELS.map(({ id }) => id)]),
].map((id) => ({
  id,
  object: 'model' as const,
  created: CREATED,
  owned_by: id.startsWith('ft:') ? 'hangang' : 'system',
}))

export function registerModels(app: FastifyInstance, access: Access): void {
  app.get('/models', async (request) => {
    access.caller(request)
    return { object: 'list', data: MODELS }
  })

  app.get('/models/*', async (request) => {
    access.caller(request)
    const id = Params.parse(request.params)['*']
    const model = MODELS.find((one) => one.id === id)
    if (model === undefined) throw unknownModel(id)
    return model
  })

  app.post('/embeddings', async (request) => {
    const caller = access.caller(request)
    const body = parseBody(Embeddings, request)
    const model = embeddingModel(body.model)
    admit(caller, model)
    const inputs = inputsOf(body.input)
    const tokens = inputs.reduce((sum, input) => sum + tokensIn(input), 0)
    record(caller, model, 'default', [tokens, 1])
    const data = inputs.map((input, index) => {
      const vector = embed(String(input), body.dimensions ?? model.dimensions)
      const isPacked = body.encoding_format === 'base64'
      return {
        object: 'embedding',
        index,
        embedding: isPacked ? Buffer.from(vector.buffer).toString('base64') : [...vector],
      }
    })
    return { object: 'list', data, model: model.id, usage: { prompt_tokens: tokens, total_tokens: tokens } }
  })
}

type Input = string | readonly number[]

function inputsOf(input: z.infer<typeof Embeddings>['input']): Input[] {
  if (typeof input === 'string') return [input]
  return input.every((one) => typeof one === 'number') ? [input] : input.filter((one) => typeof one !== 'number')
}

function tokensIn(input: Input): number {
  return typeof input === 'string' ? Math.ceil(input.length / 4) + 1 : input.length
}
