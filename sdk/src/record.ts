import { contextHere } from './context.ts'
import type { Connection } from './options.ts'
import { safely } from './problem.ts'
import { recorderFor } from './recorders.ts'
import type { Call, Outcome, OutcomeTotal } from './wire.ts'

/**
 * Records a call that was made some other way. It returns at once and never throws.
 *
 *     recordCall({ model: 'gpt-4o-2024-08-06', responseId: response.id, task: '요약', usage: { inputTokens: 1200, outputTokens: 310 } })
 */
export function recordCall(call: Call, connection: Connection = {}): void {
  safely(() => {
    const body = { ...contextHere(), ...known(call), source: 'sdk' as const }
    recorderFor(connection)?.add({
      to: 'calls',
      body: { ...body, id: call.id ?? newId(), at: call.at ?? new Date().toISOString() },
    })
  })
}

/**
 * Records what a call, or a whole day of a task, achieved. It returns at once and never throws.
 *
 *     recordOutcome({ task: '요약', success: true, responseId: response.id, feedback: { score: 4, min: 1, max: 5 } })
 */
export function recordOutcome(outcome: Outcome | OutcomeTotal, connection: Connection = {}): void {
  safely(() => {
    const task = outcome.task ?? contextHere().task
    const named = task === undefined ? outcome : { ...outcome, task }
    const body = 'day' in named ? named : withId(named)
    recorderFor(connection)?.add({ to: 'outcomes', body: { ...body, source: 'sdk' } })
  })
}

/** Sent again after a failure it is the same outcome. */
function withId(outcome: Outcome): Outcome {
  const at = outcome.at ?? new Date().toISOString()
  return outcome.id || outcome.responseId ? { ...outcome, at } : { ...outcome, at, id: newId() }
}

function known<Given extends object>(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given
}

export function newId(): string {
  return globalThis.crypto?.randomUUID?.() ?? fromRandom()
}

/** Node 18 has no global `crypto`. */
function fromRandom(): string {
  const digit = (mask: number, set: number) => (((Math.random() * 16) & mask) | set).toString(16)
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (one) => (one === 'x' ? digit(15, 0) : digit(3, 8)))
}
