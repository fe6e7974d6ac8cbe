import type { DayView } from '../../src/outcomes/api.ts'
import { api, withQuery } from '../platform/api.ts'
import { formatCount, formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { AskReason } from './ask-reason.tsx'
import { outcomesPath } from './queries.ts'

const say = words.outcomes.removal

export function RemoveTotal({ projectId, day, close }: { projectId: string; day: DayView; close: () => void }) {
  const { costDay, task, total, singles } = day
  return (
    <AskReason
      title={say.title(task || words.outcomes.noTask)}
      body={
        <>
          <p>{say.body(formatLongDay(costDay))}</p>
          {singles > 0 ? <p>{say.singles(formatCount(singles))}</p> : null}
        </>
      }
      done={say.done}
      act={(reason) => api.delete(withQuery(`${outcomesPath(projectId)}/totals/${total?.id}`, { reason }))}
      close={close}
    />
  )
}
