/** What is known of a breach, wherever it comes from. Null: it did not happen. */
export type CaseFacts = {
  openedAt: Date
  acknowledgedAt: Date | null
  blockedAt: Date | null
  releasedAt: Date | null
  closedAt: Date | null
}

/** 발생 → 확인 → 차단 → 해제 → 종료 */
export type CaseState = 'raised' | 'acknowledged' | 'blocked' | 'released' | 'closed'

/** The furthest step. A project that still stands still is no closed case, even when its period is over. */
export function caseStateOf({ acknowledgedAt, blockedAt, releasedAt, closedAt }: CaseFacts): CaseState {
  if (blockedAt && !releasedAt) return 'blocked'
  if (closedAt) return 'closed'
  if (releasedAt) return 'released'
  return acknowledgedAt ? 'acknowledged' : 'raised'
}

export type CaseStep = { state: CaseState; at: Date }

/** The steps that were taken, in the order in which they were. */
export function caseStepsOf(facts: CaseFacts): CaseStep[] {
  const steps: { state: CaseState; at: Date | null }[] = [
    { state: 'raised', at: facts.openedAt },
    { state: 'acknowledged', at: facts.acknowledgedAt },
    { state: 'blocked', at: facts.blockedAt },
    { state: 'released', at: facts.releasedAt },
    { state: 'closed', at: facts.closedAt },
  ]
  return steps
    .flatMap(({ state, at }) => (at ? [{ state, at }] : []))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
