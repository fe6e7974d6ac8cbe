import { z } from 'zod'
import { CostDay, Reason } from '../../platform/http/schemas.ts'
import { OUTCOME_RESULTS } from '../outcome.ts'
import { ENCODINGS } from './decode.ts'

export const MOST_SHOWN = 500
export const ImportQuery = z.object({
  reason: Reason.default('').describe('Needed where lines replace what is known'),
})

const LineView = z.object({
  line: z.int().describe('As an editor counts'),
  result: z.enum(OUTCOME_RESULTS),
  costDay: CostDay.nullable(),
  task: z.string().nullable(),
  attempts: z.int().nullable(),
  successes: z.int().nullable(),
  feedback: z.object({ score: z.string(), min: z.string(), max: z.string(), count: z.int() }).nullable(),
  cells: z.array(z.string()).describe('As they stand in the file, cut; of refused lines only'),
  reason: z.string().nullable(),
  detail: z.string().nullable().describe('Korean: why it was refused'),
})
export type LineView = z.infer<typeof LineView>

export const FileAnswer = z
  .object({
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum([',', ';', '\t']),
    columns: z.array(z.object({ title: z.string(), header: z.string() })).describe('What each column was taken for'),
    ignored: z.array(z.string()).describe('Headers of columns that are not used'),
    lines: z.int(),
    stored: z.int(),
    replaced: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    refusedLines: z.array(LineView).describe(`The first ${MOST_SHOWN}`),
    replacedLines: z.array(LineView).describe(`The first ${MOST_SHOWN}`),
    sample: z.array(LineView).describe('The first lines that are good'),
  })
  .meta({ id: 'OutcomeFileAnswer' })
export type FileAnswer = z.infer<typeof FileAnswer>
