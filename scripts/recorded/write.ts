import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

// Takes the facts out of the recorded provider responses of pydantic/genai-prices (MIT; tests/dataset/usages.json of a
// checked-out copy, whose path is the only argument): which usage was told for which model, and what that project reads in
// it and would charge. Writes test/recorded/usages.jsonl, which `src/gateway/usage/recorded.test.ts` compares ours with.

const Count = z.number().optional()
const Rows = z.array(
  z.object({
    model: z.string().optional(),
    body: z.looseObject({ usage: z.record(z.string(), z.unknown()).optional() }),
    extracted: z.array(
      z.object({
        usage: z.record(z.string(), Count),
        extractors: z.array(
          z.object({
            provider_id: z.string(),
            api_flavor: z.string(),
            input_price: z.string().optional(),
            output_price: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
)
type Row = z.infer<typeof Rows>[number]

const FORMS = ['chat', 'responses', 'embeddings'] as const

/** The first of OpenAI's forms that the usage is told in; null: another provider's own. */
function factOf({ model, body, extracted }: Row) {
  const { usage } = body
  if (!usage || !('total_tokens' in usage)) return null
  for (const form of FORMS) {
    for (const { usage: read, extractors } of extracted) {
      const own = extractors.find((one) => one.provider_id === 'openai' && one.api_flavor === form)
      if (!own) continue
      const { pydantic_ai_gateway: _none, ...told } = usage
      return { form, model: model ?? null, usage: told, read, charged: chargedBy(own) }
    }
  }
  return null
}

type Priced = { input_price?: string | undefined; output_price?: string | undefined }

function chargedBy({ input_price: input, output_price: output }: Priced) {
  return input === undefined ? null : { input, output: output ?? '0' }
}

const path = process.argv[2]
if (path === undefined) throw new Error('the path of tests/dataset/usages.json is missing')
const rows = Rows.parse(JSON.parse(readFileSync(path, 'utf8')))
const lines = new Map<string, number>()
for (const row of rows) {
  const fact = factOf(row)
  if (fact) lines.set(JSON.stringify(fact), (lines.get(JSON.stringify(fact)) ?? 0) + 1)
}
const written = [...lines].map(([line, times]) => `{"times":${times},${line.slice(1)}`).toSorted()
const target = fileURLToPath(new URL('../../test/recorded/usages.jsonl', import.meta.url))
writeFileSync(target, `${written.join('\n')}\n`)
const taken = [...lines.values()].reduce((sum, times) => sum + times, 0)
console.log(`${taken} of ${rows.length} responses are told as OpenAI tells usage: ${written.length} different ones`)
