import { type NewAction, recordAction } from '../actions/record.ts'
import { raiseReportVersion } from '../calls/index.ts'
import { type Actor, canLeadTeam, visibleTeams } from '../people/actor.ts'
import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, forbidden } from '../platform/errors.ts'
import type { Decided } from './decide-all.ts'
import type { OutcomesDeps, OwnedProject } from './deps.ts'
import type { Given, OutcomeAnswer, OutcomeSource, Teller } from './outcome.ts'
import { recordOutcomes } from './record.ts'
import { lockOutcomes } from './store/lock.ts'
import { daysSeen } from './store/reach.ts'

export type Deed = Pick<NewAction, 'kind'> & Partial<Pick<NewAction, 'before' | 'after'>>

/** Everybody who sees a project enters what is new; replacing what is known is for those who lead its team. */
export function personAs(actor: Actor, project: OwnedProject, source: OutcomeSource, reason: string): Teller {
  const { personId, name } = actor
  const mayReplace = canLeadTeam(actor, project.teamId)
  return { source, keyId: null, personId, name, mayReplace, reason: reason || null }
}

export async function openProject(deps: OutcomesDeps, actor: Actor, projectId: string): Promise<OwnedProject> {
  const project = await deps.project(actor, projectId)
  if (project.archivedAt !== null) throw conflict('project-archived')
  return project
}

export async function leadProject(deps: OutcomesDeps, actor: Actor, projectId: string): Promise<OwnedProject> {
  const project = await deps.project(actor, projectId)
  if (!canLeadTeam(actor, project.teamId)) throw forbidden('not-allowed')
  if (project.archivedAt !== null) throw conflict('project-archived')
  return project
}

/** What a person enters, in one transaction with the row that says so. */
export async function enterAsPerson(
  deps: OutcomesDeps,
  { actor, project, by }: { actor: Actor; project: OwnedProject; by: Teller },
  items: readonly Given[],
  deedOf: (decided: Decided) => Deed,
): Promise<OutcomeAnswer[]> {
  const ours = await ownItems(deps, actor, project.id, items)
  const now = await deps.sharedNow()
  const decided = await deps.database.db.transaction().execute(async (tx) => {
    const all = await recordOutcomes(tx, { projectId: project.id, by, now }, ours.items)
    const isChanged = all.answers.some(({ result }) => result === 'stored' || result === 'replaced')
    if (isChanged) await conclude(tx, { actor, project, reason: by.reason, now }, deedOf(all))
    return all
  })
  return ours.answers(decided.answers)
}

/** The end of every deed of a person: who did what and why, and that the pages have moved. */
export async function conclude(
  tx: Tx,
  { actor, project, reason, now }: { actor: Actor; project: OwnedProject; reason: string | null; now: Date },
  deed: Deed,
): Promise<void> {
  const { id: projectId, teamId, name: subject } = project
  await recordAction(tx, { ...deed, at: now, actor, teamId, projectId, subject, reason })
  await raiseReportVersion(tx)
}

/** A deed of somebody who leads the project's team; `work` answers with what it changed, or null where it did not. */
export async function changeAsLead(
  deps: OutcomesDeps,
  { actor, projectId, reason }: { actor: Actor; projectId: string; reason: string },
  work: (tx: Tx, by: Teller, now: Date) => Promise<Deed | null>,
): Promise<void> {
  const project = await leadProject(deps, actor, projectId)
  const by = personAs(actor, project, actor.via === 'token' ? 'api' : 'form', reason)
  const now = await deps.sharedNow()
  await deps.database.db.transaction().execute(async (tx) => {
    await lockOutcomes(tx, projectId)
    const deed = await work(tx, by, now)
    if (deed) await conclude(tx, { actor, project, reason, now }, deed)
  })
}

/** A project that moved was somebody else's on other days: those are neither seen nor written. */
export async function ownItems(deps: OutcomesDeps, actor: Actor, projectId: string, items: readonly Given[]) {
  const days = items.flatMap((item) => dayOf(item) ?? [])
  const teamIds = visibleTeams(actor)
  const seen = teamIds === null ? null : await daysSeen(deps.database.db, { projectId, teamIds }, [...new Set(days)])
  const isOurs = (item: Given) => {
    const day = dayOf(item)
    return seen === null || day === null || seen.has(day)
  }
  return {
    items: items.filter(isOurs),
    answers(recorded: readonly OutcomeAnswer[]): OutcomeAnswer[] {
      let place = 0
      return items.map((item) => {
        if (!isOurs(item)) return { result: 'refused', reason: 'outcome-of-another-team' }
        const answer = recorded[place]
        place += 1
        if (answer === undefined) throw new Error('an outcome was not answered')
        return answer
      })
    },
  }
}

function dayOf(item: Given): CostDay | null {
  if (item.manner === 'total') return item.costDay
  return item.at === undefined ? null : item.at.toISOString().slice(0, 10)
}
