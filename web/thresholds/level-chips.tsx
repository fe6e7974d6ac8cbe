import type { Threshold } from '../../src/thresholds/api.ts'
import { words } from '../words/index.ts'
import { groupLevels } from './phase.ts'

const say = words.thresholds

/** What happens at which share of the limit, in one line. */
export function LevelChips({ levels }: Pick<Threshold, 'levels'>) {
  return (
    <ul aria-label={say.levels} className="flex flex-wrap gap-1.5">
      {groupLevels(levels).map((group) => (
        <li
          key={group.percents}
          className={`num rounded border px-1.5 py-0.5 text-xs ${group.effect === 'notify' ? 'border-line text-muted' : 'border-danger/60 font-medium text-danger'}`}
        >
          {say.level(group.percents, say.effects[group.effect])}
        </li>
      ))}
    </ul>
  )
}
