import type { BlockState, BlockTarget, Grade } from '../../src/blocking/api.ts'
import { words } from '../words/index.ts'

const say = words.blocking.dialog

/** What stops (✓) and what does not (✗), said before the button is pressed. */
export function Reach({ state, grade, isTeam }: { state: BlockState; grade: Grade; isTeam: boolean }) {
  const { targets } = state
  const reachable = targets.filter(({ access }) => access === 'yes' || access === 'unknown')
  const models = sumOf(reachable, ({ models: count }) => count)
  const fixed = sumOf(reachable, ({ fixedModels }) => fixedModels)
  const stops = [
    ...(reachable.length > 0 && grade === 'stop' ? [say.spend] : []),
    ...(reachable.length > 0 ? [grade === 'stop' ? say.rates(models) : say.slowRates(models)] : []),
    ...(isTeam && reachable.length > 0 ? [say.projects(reachable.length)] : []),
  ]
  const misses = [
    ...(targets.length === 0 ? [say.noTargets] : []),
    ...told(targets, 'no', say.readOnly),
    ...told(targets, 'no-key', say.noKey),
    ...told(targets, 'unknown', say.unknown),
    ...(grade === 'stop' ? [say.notBatches] : []),
    ...(reachable.length > 0 ? [unreached(grade, fixed)] : []),
  ]
  const byHand = targets.filter(({ access }) => access === 'no' || access === 'no-key')
  return (
    <>
      <ul className="flex flex-col gap-1.5 text-sm text-ink">
        {stops.map((line) => (
          <Line key={line} mark="✓" className="text-ok">
            {line}
          </Line>
        ))}
        {misses.map((line) => (
          <Line key={line} mark="✗" className="text-danger">
            {line}
          </Line>
        ))}
      </ul>
      {byHand.length > 0 ? (
        <p className="flex flex-wrap gap-x-4 text-sm">
          {byHand.map(({ externalId, limitsUrl }) => (
            <a
              key={externalId}
              href={limitsUrl}
              target="_blank"
              rel="noreferrer"
              className="text-accent underline-offset-4 hover:underline"
            >
              {say.openLimits} ({externalId})
            </a>
          ))}
        </p>
      ) : null}
    </>
  )
}

function unreached(grade: Grade, fixed: number | null): string {
  if (grade === 'stop') return fixed ? say.notFixed(fixed) : say.notFineTuned
  return fixed ? say.slowFixed(fixed) : say.slowFineTuned
}

function Line({ mark, className, children }: { mark: string; className: string; children: string }) {
  return (
    <li className="flex gap-2">
      <span aria-hidden="true" className={`shrink-0 font-medium ${className}`}>
        {mark}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

function told(
  targets: readonly BlockTarget[],
  access: BlockTarget['access'],
  sentence: (ids: string) => string,
): string[] {
  const ids = targets.filter((target) => target.access === access).map(({ externalId }) => externalId)
  return ids.length > 0 ? [sentence(ids.join(', '))] : []
}

/** Not known of one is not known of all. */
function sumOf(targets: readonly BlockTarget[], count: (target: BlockTarget) => number | null): number | null {
  let sum = 0
  for (const target of targets) {
    const one = count(target)
    if (one === null) return null
    sum += one
  }
  return sum
}
