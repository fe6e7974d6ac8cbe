import { z } from 'zod'
import { CostDay, Id, Instant, pageOf, Reason } from '../platform/http/schemas.ts'
import { MOST_COUNTERS, OUTCOME_RESULTS, OUTCOME_SOURCES } from './outcome.ts'

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

const Reasoned = Reason.pipe(z.string().min(1))
const Decimal = z.string().describe('Exact decimal')
const CountersView = z.record(z.string(), z.number())

export const EnterInput = OutcomesInput.extend({
  reason: Reason.default('').describe('Needed where something that is known is replaced'),
})
export const TotalCorrection = z.object({
  attempts: Count.optional(),
  successes: Count.optional(),
  feedback: MeanInput.nullable().optional().describe('Null takes it away'),
  counters: CountersInput.optional(),
  reason: Reasoned,
})
export type TotalCorrection = z.infer<typeof TotalCorrection>
export const SingleCorrection = z.object({
  task: z.string().max(LONGEST_TEXT).optional(),
  success: z.boolean().optional(),
  feedback: FeedbackInput.nullable().optional().describe('Null takes it away'),
  counters: CountersInput.optional(),
  reason: Reasoned,
})
export type SingleCorrection = z.infer<typeof SingleCorrection>
export const RemovalQuery = z.object({ reason: Reasoned })

export const TotalParams = z.object({ id: Id, totalId: Id })
export const SingleParams = z.object({ id: Id, outcomeId: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,128}$/u) })

const LongCursor = z
  .string()
  .max(2_000)
  .regex(/^[\w-]+$/)
const Filter = z.string().max(256).optional()
const Limit = z.coerce.number().int().min(1).max(200).default(50)
export const DaysQuery = z.object({
  from: CostDay.optional(),
  to: CostDay.optional(),
  task: Filter.describe('Exact; an empty one finds outcomes without a task'),
  limit: Limit,
  cursor: LongCursor.optional(),
})
export type DaysQuery = z.infer<typeof DaysQuery>
export const OfDayQuery = z.object({
  day: CostDay.optional(),
  task: Filter,
  limit: Limit,
  cursor: LongCursor.optional(),
})
export type OfDayQuery = z.infer<typeof OfDayQuery>

const FeedbackView = z.object({ score: Decimal, min: Decimal, max: Decimal })
export const ScaleInput = z.object({ min: Score, max: Score })
export const ScaleView = z.object({ min: Decimal, max: Decimal })

export const DayView = z
  .object({
    costDay: CostDay,
    task: z.string().describe("'' where nobody says"),
    attempts: z.int(),
    successes: z.int(),
    successRate: z.number().nullable().describe('Null without attempts'),
    feedback: z.object({ mean: Decimal, count: z.int() }).nullable().describe("On the project's scale"),
    counters: CountersView,
    total: z
      .object({
        id: Id,
        source: z.enum(OUTCOME_SOURCES),
        enteredBy: z.string().nullable(),
        enteredAt: Instant,
        feedback: FeedbackView.extend({ count: z.int() }).nullable().describe('As it was declared'),
      })
      .nullable()
      .describe('Null: it is the sum of single outcomes'),
    singles: z.int().describe('Single outcomes that were recorded. With a total they do not count'),
    corrections: z.int(),
  })
  .meta({ id: 'OutcomeDay' })
export type DayView = z.infer<typeof DayView>
export const DaysPage = pageOf(DayView)
  .extend({
    scale: ScaleView.nullable().describe('On which feedback is shown; null: there has never been any'),
    counters: z.array(z.string()).describe('The names of all counters of the project'),
    mayEnter: z.boolean(),
    mayCorrect: z.boolean(),
  })
  .meta({ id: 'OutcomeDaysPage' })
export type DaysPage = z.infer<typeof DaysPage>

export const SingleView = z
  .object({
    id: z.string(),
    at: Instant,
    costDay: CostDay,
    task: z.string(),
    taskFromCall: z.boolean(),
    success: z.boolean(),
    feedback: FeedbackView.nullable(),
    counters: CountersView,
    responseId: z.string().nullable(),
    source: z.enum(OUTCOME_SOURCES),
    enteredBy: z.string().nullable(),
  })
  .meta({ id: 'SingleOutcome' })
export type SingleView = z.infer<typeof SingleView>
export const SinglesPage = pageOf(SingleView).meta({ id: 'SingleOutcomesPage' })

export const OutcomeFacts = z
  .object({
    costDay: CostDay,
    task: z.string(),
    attempts: z.int().nullable(),
    successes: z.int().nullable(),
    success: z.boolean().nullable(),
    feedback: FeedbackView.extend({ count: z.int().optional() }).nullable(),
    counters: CountersView,
  })
  .meta({ id: 'OutcomeFacts' })
export type OutcomeFacts = z.infer<typeof OutcomeFacts>
export const ChangeView = z
  .object({
    id: Id,
    at: Instant,
    outcomeId: z.string().nullable().describe('Null: the total of a day'),
    task: z.string(),
    costDay: CostDay,
    before: OutcomeFacts,
    after: OutcomeFacts.nullable().describe('Null: removed'),
    source: z.enum(OUTCOME_SOURCES),
    by: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'OutcomeChange' })
export type ChangeView = z.infer<typeof ChangeView>
export const ChangesPage = pageOf(ChangeView).meta({ id: 'OutcomeChangesPage' })
