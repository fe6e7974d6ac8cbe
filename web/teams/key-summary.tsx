import type { AdminKey } from '../../src/teams/api.ts'
import { Ago } from '../ui/instant.tsx'
import { words } from '../words/index.ts'
import { KeyState } from './key-state.tsx'

const say = words.keys

/** What everybody of the team may know about its keys: which, how they are, how fresh. */
export function KeySummary({ keys }: { keys: readonly AdminKey[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {keys.map((key) => (
        <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
          <code>{say.ends(key.last4)}</code>
          <KeyState state={key.state} />
          <span className="text-sm text-muted">{say.writeAccess[key.writeAccess]}</span>
          <span className="text-sm text-muted">
            {key.collectedAt ? (
              <>
                {say.collectedLabel} <Ago at={key.collectedAt} />
              </>
            ) : (
              say.neverCollected
            )}
          </span>
          {key.problem ? <p className="basis-full text-sm text-danger">{key.problem.detail}</p> : null}
        </li>
      ))}
    </ul>
  )
}
