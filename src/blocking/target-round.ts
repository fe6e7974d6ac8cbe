import { modelsInUse, spentAt } from '../ledger/index.ts'
import { HOUR } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf, startOfMonth } from '../platform/cost-day.ts'
import { floorToCents } from '../platform/money.ts'
import { OpenAiError, type OpenAiFailure } from '../providers/openai/index.ts'
import type { Grade, StepKind, StepNote } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { holdRateLimits } from './hold-rate-limits.ts'
import { holdSpendLimit } from './hold-spend-limit.ts'
import { settingOf } from './notices.ts'
import type { PartContext, PartOutcome } from './part.ts'
import { SPEND_LIMIT } from './plan-spend-limit.ts'
import { setBiting } from './store/blocks.ts'
import { closedHolds, dropHolds, openHolds } from './store/holds.ts'
import { beginSteps, changeSteps, keepDone, type StepChange } from './store/steps.ts'
import type { Wish } from './store/targets.ts'
import type { Lease } from './target-lease.ts'
import { tellContested, tellUndone } from './undone.ts'

type Layer = Exclude<StepKind, 'admin-key' | 'gateway'>
/** Which layers one key was not allowed to touch, and why. */
export type Refusals = Map<Layer, OpenAiFailure>

/** The spend limit first: one request that covers everything. */
const LAYERS: readonly Layer[] = ['spend-limit', 'rate-limits']
const HOLD: Record<Layer, (context: PartContext) => Promise<PartOutcome>> = {
  'spend-limit': holdSpendLimit,
  'rate-limits': holdRateLimits,
}
const SPACING_MS = 50
const PROJECT_GONE = 'project-gone'
const CONTESTED = 'limit-contested'
const NOT_CHECKED = 'limit-not-checked'
const NO_KEY = 'no-writing-key'
const RETRY_SECONDS = [10, 30, 60, 120, 300]
/** Whatever OpenAI asks for: money goes on leaving meanwhile. */
const LONGEST_RETRY_SECONDS = 300
const NO_KEY_RETRY_SECONDS = 300

export type TargetRound = Awaited<ReturnType<typeof createTargetRound>>

/** Both layers of one project at the provider under one decision, and the steps that people watch. */
export async function createTargetRound(deps: BlockingDeps, externalId: string, lease: Lease, wish: Wish) {
  const { db } = deps.database
  const { grade } = wish
  const setting = await settingOf(deps)
  const failures: OpenAiFailure[] = []
  /** Layers that no key has brought to their end yet. */
  const open = new Set<Layer>()
  let isSettled = true

  const held = await openHolds(db, externalId)
  for (const kind of LAYERS) {
    if (wants(grade, kind) || held.some(({ item }) => layerOf(item) === kind)) open.add(kind)
    // There is nothing to do and nothing to give back, so OpenAI is not asked: it may not even let us look.
    else await mark(kind, { state: 'done', done: 0, total: 0 })
  }

  function stepsFor(kind: Layer) {
    const step = { kind, target: externalId }
    return {
      applying: { ...step, blockIds: wish.openBlocks, direction: 'apply' },
      restoring: { ...step, blockIds: wish.releasingBlocks, direction: 'restore' },
    } as const
  }

  async function mark(kind: Layer, change: StepChange): Promise<void> {
    if (wish.openBlocks.length > 0) {
      await changeSteps(db, stepsFor(kind).applying, change, await deps.sharedNow())
    }
    await markRestoring(kind, change)
  }

  async function markRestoring(kind: Layer, change: StepChange): Promise<void> {
    if (wish.releasingBlocks.length === 0) return
    // Another block still wants it, so this one has nothing to give back.
    const isHeld = wants(grade, kind) && change.state !== 'running'
    const released: StepChange = isHeld
      ? { state: 'done', done: 0, total: 0, notes: [heldByOther(kind)] }
      : { ...change, notes: await withOutcomes(kind, change) }
    await changeSteps(db, stepsFor(kind).restoring, released, await deps.sharedNow())
  }

  /** A look that failed says nothing of limits that are in force already. */
  async function markUnsettled(kind: Layer, change: StepChange): Promise<void> {
    if (await keepDone(db, stepsFor(kind).applying, NOT_CHECKED)) await markRestoring(kind, change)
    else await mark(kind, change)
  }

  async function begin(kind: Layer): Promise<void> {
    const at = await deps.sharedNow()
    const { applying, restoring } = stepsFor(kind)
    await beginSteps(db, applying, at)
    await beginSteps(db, restoring, at)
  }

  /** From what is stored: some limits were let go in an earlier look, or by a process that died. */
  async function withOutcomes(kind: Layer, { notes = [], problemCode }: StepChange): Promise<readonly StepNote[]> {
    if (wish.releasingSince === null || problemCode === PROJECT_GONE) return notes
    const said = new Set(notes.map(placeOf))
    const closed = await closedHolds(db, externalId, wish.releasingSince)
    const own = closed.filter((hold) => layerOf(hold.item) === kind && !said.has(placeOf(hold)))
    return [...notes, ...own.map(({ outcome, final, ...hold }) => ({ ...hold, kind: outcome, value: final }))]
  }

  async function layer(kind: Layer, context: PartContext): Promise<void> {
    await begin(kind)
    const outcome = await HOLD[kind](context)
    if (outcome.state === 'failed') isSettled = false
    await mark(kind, outcome)
    const at = await deps.sharedNow()
    if (outcome.problemCode === CONTESTED) {
      await tellContested(deps, kind, { externalId, blockIds: wish.openBlocks, setting, at })
    }
    const bites = grade === 'stop' && outcome.state === 'done' && outcome.total > 0
    if (!bites) return
    for (const id of wish.openBlocks) await setBiting(db, id, at)
  }

  /** With one key: what it may not do is answered, and left to the next key. The layers do not wait for each other. */
  async function workWith(access: { key: string; baseUrl: string }): Promise<Refusals> {
    const refusals: Refusals = new Map()
    const month = startOfMonth(costDayOf(await deps.sharedNow()))
    for (const kind of [...open]) {
      try {
        await layer(kind, contextOf(kind, access, month))
        open.delete(kind)
      } catch (error) {
        if (!(error instanceof OpenAiError)) throw error
        const { failure } = error
        if (blamesKey(failure)) {
          refusals.set(kind, failure)
          if (failure.kind === 'key-revoked') return refusals
          continue
        }
        open.delete(kind)
        if (failure.kind === 'not-found') {
          await projectIsGone()
          return refusals
        }
        failures.push(failure)
        const problem = { problemCode: codeOf(failure), problemDetail: detailOf(failure) }
        await markUnsettled(kind, { state: 'failed', done: 0, total: 0, ...problem })
      }
    }
    return refusals
  }

  function contextOf(kind: Layer, access: { key: string; baseUrl: string }, month: CostDay): PartContext {
    return {
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
      tellUndone: (tx, undone, at) =>
        tellUndone(deps, tx, undone, { externalId, blockIds: wish.openBlocks, setting, at }),
    }
  }

  /** Archived or deleted at the provider: nothing runs there, and nothing can be given back. */
  async function projectIsGone(): Promise<void> {
    open.clear()
    await dropHolds(db, externalId, await deps.sharedNow())
    const state = grade === null ? 'done' : 'refused'
    for (const kind of LAYERS) await mark(kind, { state, done: 0, total: 0, problemCode: PROJECT_GONE })
  }

  return {
    workWith,
    isOver: (): boolean => open.size === 0,
    left: (): Layer[] => [...open],
    /** No key brings the layers that are left to their end: said with what a person can do. */
    async giveUp(problemCodeOf: (kind: Layer) => string): Promise<void> {
      const state = grade === null ? 'failed' : 'refused'
      for (const kind of open) await markUnsettled(kind, { state, done: 0, total: 0, problemCode: problemCodeOf(kind) })
    },
    /** Null: as wanted, as far as OpenAI lets us. Else when to try again. */
    retry(): { problemCode: string; seconds: number } | null {
      const failure = failures[0]
      if (!failure && isSettled) return open.size > 0 ? { problemCode: NO_KEY, seconds: NO_KEY_RETRY_SECONDS } : null
      const asked = failure && 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : null
      const backOff = RETRY_SECONDS[Math.min(wish.attempts, RETRY_SECONDS.length - 1)] ?? 300
      const seconds = Math.min(asked ?? backOff, LONGEST_RETRY_SECONDS)
      return { problemCode: failure ? codeOf(failure) : 'limit-not-kept', seconds }
    },
  }
}

/** Slowing leaves the spend limit as it is. */
function wants(grade: Grade | null, kind: Layer): boolean {
  return grade === 'stop' || (grade === 'slow' && kind === 'rate-limits')
}

export function blamesKey({ kind }: OpenAiFailure): boolean {
  return kind === 'missing-scope' || kind === 'key-revoked' || kind === 'forbidden'
}

function layerOf(item: string): Layer {
  return item === SPEND_LIMIT ? 'spend-limit' : 'rate-limits'
}

function placeOf({ item, field }: { item: string; field: string | null }): string {
  return `${item}\n${field}`
}

function heldByOther(kind: Layer): StepNote {
  return { kind: 'held-by-other', item: kind, model: null, field: null, value: null, original: null }
}

function codeOf(failure: OpenAiFailure): string {
  return `openai-${failure.kind}`
}

function detailOf(failure: OpenAiFailure): string | null {
  return 'detail' in failure ? failure.detail : null
}
