import { z } from 'zod'
import { CostDay } from '../platform/http/schemas.ts'
import { MOST_COUNTERS, OUTCOME_RESULTS } from './outcome.ts'

export const MOST_OUTCOMES = 1_000

const LONGEST_TEXT = 4_000
const LARGEST_SCORE = 1_000_000
const LARGEST_COUNT = 1_000_000_000

const Text = z.string().max(LONGEST_TEXT).nullish()
const Score = z.number().min(-LARGEST_SCORE).max(LARGEST_SCORE)
export const Count = z.int().min(0).max(LARGEST_COUNT)
export const CountersInput = z
  .record(z.string().max(LONGEST_TEXT), Count)
  .refine((counters) => Object.keys(counters).length <= MOST_COUNTERS, `${MOST_COUNTERS}개까지 보낼 수 있습니다.`)
  .describe('Whatever else is worth counting, e.g. {"resolved": 1, "minutesSaved": 12}. Whole numbers, summed by name')
export const FeedbackInput = z
  .object({ score: Score, min: Score.describe('The worst there is'), max: Score.describe('The best there is') })
  .describe('e.g. {"score": 4, "min": 1, "max": 5}. Different scales are brought to 0–1 before they are added up')
export const MeanInput = FeedbackInput.extend({ count: Count.min(1).describe('How many gave feedback') })

const Task = Text.describe('작업 유형, as calls have it; at most 256 characters are kept')
const Source = z.enum(['api', 'sdk']).nullish()

/** One try. */
export const SingleInput = z
  .object({
    id: z
      .string()
      .min(1)
      .max(128)
      .nullish()
      .describe(
        'Yours: the same id again is the same outcome, and what is left out stays as it was. ' +
          'Without it the responseId is taken; without either, every time is another outcome',
      ),
    at: z.iso.datetime({ offset: true }).nullish().describe('When it was known; now, if left out'),
    task: Task.describe('If left out, that of the call with the responseId'),
    success: z.boolean(),
    feedback: FeedbackInput.nullish(),
    counters: CountersInput.nullish(),
    responseId: Text.describe("The provider's id of the response that was judged"),
    source: Source,
  })
  .meta({ id: 'OutcomeInput' })
export type SingleInput = z.infer<typeof SingleInput>

/** A whole cost day of one task. */
export const TotalInput = z
  .object({
    day: CostDay,
    task: Task,
    attempts: Count,
    successes: Count,
    feedback: MeanInput.nullish().describe('The mean score'),
    counters: CountersInput.nullish(),
    source: Source,
  })
  .meta({
    id: 'OutcomeTotalInput',
    description:
      'The total of a day and task. It counts instead of the single outcomes of that day and task, never beside them. Sent again it replaces the former one',
  })
export type TotalInput = z.infer<typeof TotalInput>

/** Each item is looked at by itself: one that is wrong does not sink the rest. */
export const OutcomesInput = z.object({
  outcomes: z
    .array(z.unknown())
    .min(1)
    .max(MOST_OUTCOMES)
    .describe(`1–${MOST_OUTCOMES} items: OutcomeInput, or OutcomeTotalInput where there is a \`day\``),
})

export const OutcomeAnswer = z
  .object({
    id: z.string().nullable().describe('Of a single outcome; null for a total'),
    result: z
      .enum(OUTCOME_RESULTS)
      .describe(
        'replaced: it was known with another content, and the change is in its trace. duplicate: known as it is',
      ),
    reason: z.string().optional().describe('Stable code of a refusal'),
    detail: z.string().optional().describe('Korean'),
  })
  .meta({ id: 'OutcomeAnswer' })
export type OutcomeAnswer = z.infer<typeof OutcomeAnswer>

export const RecordedOutcomes = z
  .object({
    stored: z.int(),
    replaced: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    items: z.array(OutcomeAnswer).describe('One for each outcome, in their order'),
  })
  .meta({ id: 'RecordedOutcomes' })
export type RecordedOutcomes = z.infer<typeof RecordedOutcomes>
