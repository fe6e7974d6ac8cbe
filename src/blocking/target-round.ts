import { modelsInUse, spentAt } from '../ledger/index.ts'
import { HOUR } from '../platform/clock.ts'
import { addDays, costDayOf, startOfMonth } from '../platform/cost-day.ts'
import { floorToCents } from '../platform/money.ts'
import { OpenAiError, type OpenAiFailure } from '../providers/openai/index.ts'
import type { StepKind, StepNote } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { holdRateLimits } from './hold-rate-limits.ts'
import { holdSpendLimit } from './hold-spend-limit.ts'
import type { PartContext, PartOutcome } from './part.ts'
import { SPEND_LIMIT } from './plan-spend-limit.ts'
import { setBiting } from './store/blocks.ts'
import { closedHolds, dropHolds } from './store/holds.ts'
import { changeSteps, type StepChange } from './store/steps.ts'
import type { Wish } from './store/targets.ts'
import type { Lease } from './target-lease.ts'

const LAYERS: readonly StepKind[] = ['spend-limit', 'rate-limits']
const SPACING_MS = 50
const PROJECT_GONE = 'project-gone'
const RETRY_SECONDS = [10, 30, 60, 120, 300]

export type TargetRound = ReturnType<typeof createTargetRound>

/** Both layers of one project at the provider under one decision, and the steps that people watch. */
export function createTargetRound(deps: BlockingDeps, externalId: string, lease: Lease, wish: Wish) {
  const { db } = deps.database
  const { grade } = wish
  const undone: StepNote[] = []
  const failures: OpenAiFailure[] = []
  let isSettled = true

  async function mark(kind: StepKind, change: StepChange): Promise<void> {
    const at = await deps.sharedNow()
    const step = { kind, target: externalId }
    if (wish.openBlocks.length > 0) {
      await changeSteps(db, { ...step, blockIds: wish.openBlocks, direction: 'apply' }, change, at)
    }
    if (wish.releasingBlocks.length === 0) return
    // Another block still wants it, so this one has nothing to give back.
    const isHeld = grade !== null && change.state !== 'running'
    const released: StepChange = isHeld
      ? { state: 'done', done: 0, total: 0, notes: [heldByOther(kind)] }
      : { ...change, notes: await withOutcomes(kind, change) }
    await changeSteps(db, { ...step, blockIds: wish.releasingBlocks, direction: 'restore' }, released, at)
  }

  /** From what is stored: some limits were let go in an earlier look, or by a process that died. */
  async function withOutcomes(kind: StepKind, { notes = [], problemCode }: StepChange): Promise<readonly StepNote[]> {
    if (wish.releasingSince === null || problemCode === PROJECT_GONE) return notes
    const said = new Set(notes.map(placeOf))
    const closed = await closedHolds(db, externalId, wish.releasingSince)
    const own = closed.filter((hold) => layerOf(hold.item) === kind && !said.has(placeOf(hold)))
    return [...notes, ...own.map(({ outcome, final, ...hold }) => ({ ...hold, kind: outcome, value: final }))]
  }

  async function markAll(change: StepChange): Promise<void> {
    for (const kind of LAYERS) await mark(kind, change)
  }

  async function layer(kind: StepKind, hold: (context: PartContext) => Promise<PartOutcome>, context: PartContext) {
    await mark(kind, { state: 'running', done: 0, total: 0 })
    const outcome = await hold(context)
    undone.push(...outcome.undone)
    if (outcome.state === 'failed') isSettled = false
    await mark(kind, outcome)
    const bites = grade === 'stop' && outcome.state === 'done' && outcome.total > 0
    if (!bites) return
    const at = await deps.sharedNow()
    for (const id of wish.openBlocks) await setBiting(db, id, at)
  }

  /** Null: both layers ended, well or not. A failure of the key leaves everything to the next key. */
  async function workWith(access: { key: string; baseUrl: string }): Promise<OpenAiFailure | null> {
    const month = startOfMonth(costDayOf(await deps.sharedNow()))
    failures.length = 0
    for (const [kind, hold] of [
      ['spend-limit', holdSpendLimit],
      ['rate-limits', holdRateLimits],
    ] as const) {
      const context: PartContext = {
        db,
        limits: deps.limits,
        access: { ...access, externalId, signal: lease.signal },
        lease,
        externalId,
        grade,
        month,
        spacingMs: deps.spacingMs ?? SPACING_MS,
        sharedNow: deps.sharedNow,
        spentCents: async () => {
          const spent = await spentAt(db, externalId, { from: month, to: costDayOf(await deps.sharedNow()) })
          return spent === null ? null : floorToCents(spent)
        },
        heavyModels: async () => {
          const at = await deps.sharedNow()
          const since = new Date(at.getTime() - HOUR)
          return modelsInUse(db, externalId, { since, fromDay: addDays(costDayOf(at), -3) })
        },
        progress: (done, total) => mark(kind, { state: 'running', done, total }),
      }
      try {
        await layer(kind, hold, context)
      } catch (error) {
        if (!(error instanceof OpenAiError)) throw error
        const { failure } = error
        if (blamesKey(failure)) return failure
        if (failure.kind === 'not-found') {
          await projectIsGone()
          return null
        }
        failures.push(failure)
        await mark(kind, {
          state: 'failed',
          done: 0,
          total: 0,
          problemCode: codeOf(failure),
          problemDetail: detailOf(failure),
        })
      }
    }
    return null
  }

  /** Archived or deleted at the provider: nothing runs there, and nothing can be given back. */
  async function projectIsGone(): Promise<void> {
    await dropHolds(db, externalId, await deps.sharedNow())
    const state = grade === null ? 'done' : 'refused'
    await markAll({ state, done: 0, total: 0, problemCode: PROJECT_GONE })
  }

  return {
    wish,
    undone,
    workWith,
    markAll,
    /** Null: as wanted, as far as OpenAI lets us. Else when to try again. */
    retry(): { problemCode: string; seconds: number } | null {
      const failure = failures[0]
      if (!failure && isSettled) return null
      const asked = failure && 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : null
      const backOff = RETRY_SECONDS[Math.min(wish.attempts, RETRY_SECONDS.length - 1)] ?? 300
      return { problemCode: failure ? codeOf(failure) : 'limit-not-kept', seconds: asked ?? backOff }
    },
  }
}

export function blamesKey({ kind }: OpenAiFailure): boolean {
  return kind === 'missing-scope' || kind === 'key-revoked' || kind === 'forbidden'
}

function layerOf(item: string): StepKind {
  return item === SPEND_LIMIT ? 'spend-limit' : 'rate-limits'
}

function placeOf({ item, field }: { item: string; field: string | null }): string {
  return `${item}\n${field}`
}

function heldByOther(kind: StepKind): StepNote {
  return { kind: 'held-by-other', item: kind, model: null, field: null, value: null, original: null }
}

function codeOf(failure: OpenAiFailure): string {
  return `openai-${failure.kind}`
}

function detailOf(failure: OpenAiFailure): string | null {
  return 'detail' in failure ? failure.detail : null
}
