import { useQuery } from '@tanstack/react-query'
import type { Alert } from '../../src/alerts/api.ts'
import { shareOfLimit } from '../thresholds/phase.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { Acknowledge } from './acknowledge.tsx'
import { Amounts } from './alert-row.tsx'
import { CaseBadge } from './case-badge.tsx'
import { projectAlertsQuery } from './queries.ts'

const say = words.alerts

/** For a project's page: what is exceeded there now, or was when a message was sent (`breach`), and how far it is. */
export function OpenBreaches({ projectId, breach }: { projectId: string; breach?: string | undefined }) {
  const { data = [] } = useQuery(projectAlertsQuery(projectId))
  const sorted = data.toSorted((left, right) => Number(right.id === breach) - Number(left.id === breach))
  return sorted.map((alert) => (
    <Notice
      key={alert.id}
      tone={isRunning(alert) ? 'danger' : 'warn'}
      action={
        <span className="flex flex-wrap gap-2">
          <Acknowledge alert={alert} />
          <ButtonLink to="/alerts/$id" params={{ id: alert.id }}>
            {say.note.see}
          </ButtonLink>
        </span>
      }
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <CaseBadge alert={alert} />
        <Amounts alert={alert} />
        {alert.ratio === null ? null : (
          <span className="sr-only">{say.note.open(say.period[alert.period], shareOfLimit(alert.ratio))}</span>
        )}
      </div>
    </Notice>
  ))
}

/** Over its limit and still spending: neither stopped nor let go on by somebody who looked. */
function isRunning({ isExceeded, state, block }: Alert): boolean {
  const isStopped = block?.isOpen && block.grade === 'stop' && block.proof !== 'violated'
  return isExceeded && state !== 'released' && !isStopped
}
