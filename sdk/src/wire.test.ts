import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { CallInput } from '../../src/calls/api.ts'
import type { SingleInput, TotalInput } from '../../src/outcomes/api.ts'
import type { Call, Outcome, OutcomeTotal, SentCall, Usage } from './wire.ts'

type Sent = z.input<typeof CallInput>

test('what the SDK sends is what the server takes, name by name', () => {
  expectTypeOf<SentCall>().toExtend<Sent>()
  expectTypeOf<keyof SentCall>().toEqualTypeOf<keyof Sent>()
  expectTypeOf<keyof Usage>().toEqualTypeOf<keyof NonNullable<Sent['usage']>>()
  expectTypeOf<Call>().toExtend<Sent>()
  expectTypeOf<Outcome & { source: 'sdk' }>().toExtend<z.input<typeof SingleInput>>()
  expectTypeOf<keyof (Outcome & { source: 'sdk' })>().toEqualTypeOf<keyof z.input<typeof SingleInput>>()
  expectTypeOf<OutcomeTotal & { source: 'sdk' }>().toExtend<z.input<typeof TotalInput>>()
  expectTypeOf<keyof (OutcomeTotal & { source: 'sdk' })>().toEqualTypeOf<keyof z.input<typeof TotalInput>>()
})
