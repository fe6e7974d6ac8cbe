import { type ActionActor, recordAction } from '../actions/record.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Block, CrossingFacts, Grade, UntilKind } from './block.ts'
import { escalateBlock, extendBlock, findBlock, insertBlock, lockDecisions, lockOpenBlockOf } from './store/blocks.ts'
import { addGatewayStep } from './store/gateway.ts'
import { addKeyStep, boundScopes, coverScopes, raiseVersions, restartSteps } from './store/steps.ts'

export type Wanted = {
  subject: { teamId: string; projectId: string | null; name: string }
  grade: Grade
  until: { kind: UntilKind; at: Date | null }
  reason: string
  origin: 'person' | 'threshold'
  actor: ActionActor
  /** Of a team block; the keys that are set aside once everything else is done. */
  keys: readonly { id: string; last4: string }[]
  crossing: CrossingFacts | null
  breachId: string | null
}

/**
 * The intent: a block, what it covers, and its action, in the transaction of whoever decided it. At most one is open per
 * project, and per team: asked again it becomes what is harder and longer of both. Nothing is sent from here.
 */
export async function beginBlock(tx: Tx, wanted: Wanted, at: Date): Promise<Block> {
  const { teamId, projectId } = wanted.subject
  await lockDecisions(tx)
  const known = await lockOpenBlockOf(tx, projectId === null ? { teamId } : { projectId })
  const id = known ? await harden(tx, known, wanted, at) : await insert(tx, wanted, at)
  for (const key of wanted.keys) await addKeyStep(tx, id, key.id)
  const grade = known?.grade === 'stop' ? 'stop' : wanted.grade
  if (grade === 'stop') await addGatewayStep(tx, id)
  await coverScopes(tx, { id, grade }, await boundScopes(tx, { teamId, projectId }))
  const block = await findBlock(tx, id)
  if (!block) throw new Error('the block was not written')
  return block
}

async function insert(tx: Tx, wanted: Wanted, at: Date): Promise<string> {
  const { subject, grade, until, reason, origin, actor, keys } = wanted
  const id = await insertBlock(tx, {
    teamId: subject.teamId,
    projectId: subject.projectId,
    grade,
    origin,
    breachId: wanted.breachId,
    crossing: wanted.crossing,
    reason,
    requestedBy: actor.personId,
    requestedByName: actor.name,
    untilKind: until.kind,
    untilAt: until.at,
    setsKeysAside: keys.length > 0,
    at,
  })
  await recordAction(tx, {
    ...about(wanted, at),
    kind: 'block.requested',
    after: {
      blockId: id,
      grade,
      until: until.kind,
      untilAt: until.at,
      origin,
      keys: keys.map(({ last4 }) => last4),
      ...wanted.crossing,
    },
  })
  return id
}

async function harden(tx: Tx, known: Block, wanted: Wanted, at: Date): Promise<string> {
  const grade: Grade = known.grade === 'stop' ? 'stop' : wanted.grade
  const until = later({ kind: known.untilKind, at: known.untilAt }, wanted.until)
  const setsKeysAside = known.setsKeysAside || wanted.keys.length > 0
  const isHarder = grade !== known.grade || setsKeysAside !== known.setsKeysAside
  if (!isHarder && until.kind === known.untilKind && until.at?.getTime() === known.untilAt?.getTime()) return known.id
  if (isHarder) {
    const change = { grade, untilKind: until.kind, untilAt: until.at, setsKeysAside, breachId: wanted.breachId }
    await escalateBlock(tx, known.id, change)
    await raiseVersions(tx, await restartSteps(tx, known.id, 'apply'))
  } else {
    await extendBlock(tx, known.id, until)
  }
  await recordAction(tx, {
    ...about(wanted, at),
    kind: 'block.escalated',
    before: { grade: known.grade, until: known.untilKind, untilAt: known.untilAt },
    after: {
      blockId: known.id,
      grade,
      until: until.kind,
      untilAt: until.at,
      origin: wanted.origin,
      ...wanted.crossing,
    },
  })
  return known.id
}

function about({ subject, reason, actor }: Wanted, at: Date) {
  return { at, actor, subject: subject.name, teamId: subject.teamId, projectId: subject.projectId, reason }
}

/** Until an admin says so is longer than any instant. */
function later(one: Wanted['until'], other: Wanted['until']): Wanted['until'] {
  if (one.at === null) return one
  if (other.at === null) return other
  return one.at.getTime() >= other.at.getTime() ? one : other
}
