import type { Block, BlockStep } from '../../src/blocking/api.ts'
import { useTimeZone } from '../ui/instant.tsx'
import { formatTime } from '../words/format.ts'
import { words } from '../words/index.ts'
import { secondsOf } from './progress.ts'

const say = words.blocking

/** 지출 한도 완료 1.1초 · 요청 한도 24/24 · 마지막 호출 14:02 · 차단 확인됨 */
export function LiveLine({ block }: { block: Block }) {
  const timeZone = useTimeZone()
  const parts = [
    ...stepParts(block),
    ...(block.state === 'open' && block.grade === 'stop'
      ? [
          ...(block.lastCallAt ? [say.lastCall(formatTime(block.lastCallAt, timeZone))] : []),
          ...(block.appliedAt ? [say.proof[block.proof]] : []),
        ]
      : []),
  ]
  return (
    <span className="num min-w-0 whitespace-normal text-muted" role="status">
      {parts.join(' · ')}
    </span>
  )
}

/** One word for each kind of step, over all its targets: the slowest tells the time. */
function stepParts(block: Block): string[] {
  const kinds = [...new Set(block.steps.map(({ kind }) => kind))]
  return kinds.map((kind) => {
    const steps = block.steps.filter((step) => step.kind === kind)
    return `${say.steps[kind]} ${stateOf(block, steps)}`
  })
}

function stateOf(block: Block, steps: readonly BlockStep[]): string {
  const worst = (['refused', 'failed', 'running', 'waiting'] as const).find((state) =>
    steps.some((step) => step.state === state),
  )
  const done = steps.reduce((sum, step) => sum + step.done, 0)
  const total = steps.reduce((sum, step) => sum + step.total, 0)
  if (worst === 'running' && total > 1) return say.steps.count(done, total)
  if (worst) return say.steps[worst]
  if (steps[0]?.kind === 'rate-limits' && total > 0) return say.steps.count(done, total)
  const seconds = Math.max(...steps.map((step) => secondsOf(block, step) ?? 0))
  const text = say.steps.seconds(seconds)
  return steps[0]?.direction === 'restore' ? say.steps.restored(text) : say.steps.done(text)
}
