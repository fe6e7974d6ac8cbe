import { type Actor, isAdmin } from '../people/actor.ts'
import type { BlockStep, Block as BlockView, ReleaseRequest as RequestView } from './api.ts'
import { type Block, isAtProvider, type Step } from './block.ts'
import { limitsUrlOf } from './limits-url.ts'
import { messageTo } from './message.ts'
import type { ReleaseRequest } from './store/requests.ts'
import { problemSentence } from './words.ko.ts'

export function blockView(
  actor: Actor,
  block: Block,
  steps: readonly Step[],
  requests: readonly ReleaseRequest[],
): BlockView {
  const {
    untilKind,
    untilAt,
    requestedBy: _by,
    breachId: _breach,
    bitesAt: _bites,
    violations: _count,
    ...plain
  } = block
  const { releaseDecidedAt: _decided, ...rest } = plain
  return {
    ...rest,
    until: { kind: untilKind, at: instant(untilAt) },
    createdAt: block.createdAt.toISOString(),
    appliedAt: instant(block.appliedAt),
    releasedAt: instant(block.releasedAt),
    proofAt: instant(block.proofAt),
    lastCallAt: instant(block.lastCallAt),
    steps: steps.filter((step) => step.blockId === block.id).map(stepView),
    requests: requests.filter((request) => request.blockId === block.id).map(requestView),
    message: messageTo(block),
    mayRelease: isAdmin(actor),
  }
}

function stepView({ blockId: _block, problemDetail: _detail, ...step }: Step): BlockStep {
  const isBadly = step.state === 'refused' || step.state === 'failed' || step.problemCode !== null
  return {
    ...step,
    problem: problemSentence(step.problemCode),
    link: isBadly && isAtProvider(step.kind) ? limitsUrlOf(step.target) : null,
    startedAt: instant(step.startedAt),
    finishedAt: instant(step.finishedAt),
  }
}

function requestView({ blockId: _block, askedBy: _by, ...request }: ReleaseRequest): RequestView {
  return { ...request, askedAt: request.askedAt.toISOString(), decidedAt: instant(request.decidedAt) }
}

function instant(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
