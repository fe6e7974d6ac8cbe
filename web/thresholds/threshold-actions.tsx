import { useState } from 'react'
import type { ProjectThresholds, Threshold } from '../../src/thresholds/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { PauseThreshold } from './pause-threshold.tsx'
import { RaiseThreshold } from './raise-threshold.tsx'
import { RemoveThreshold } from './remove-threshold.tsx'
import { ThresholdForm } from './threshold-form.tsx'
import { pathOf } from './threshold-path.ts'

const say = words.thresholds

type Open = 'raise' | 'edit' | 'pause' | 'remove' | null

export function ThresholdActions({ threshold, thresholds }: { threshold: Threshold; thresholds: ProjectThresholds }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const labelOf = (text: string) => `${say.periods[threshold.period]} ${text}`
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setOpen('raise')} aria-label={labelOf(say.raise.open)}>
        {say.raise.open}
      </Button>
      <Button onClick={() => setOpen('edit')} aria-label={labelOf(say.edit)}>
        {say.edit}
      </Button>
      {threshold.pausedUntil ? null : (
        <Button tone="quiet" onClick={() => setOpen('pause')} aria-label={labelOf(say.pause.open)}>
          {say.pause.open}
        </Button>
      )}
      <Button tone="quiet" onClick={() => setOpen('remove')} aria-label={labelOf(say.remove.open)}>
        {say.remove.open}
      </Button>
      <RaiseThreshold threshold={threshold} open={open === 'raise'} close={close} />
      <ThresholdForm period={threshold.period} thresholds={thresholds} open={open === 'edit'} close={close} />
      <PauseThreshold threshold={threshold} open={open === 'pause'} close={close} />
      <RemoveThreshold threshold={threshold} open={open === 'remove'} close={close} />
    </div>
  )
}

export function EndRaise({ threshold }: { threshold: Threshold }) {
  const end = useWrite({ act: () => api.delete(`${pathOf(threshold)}/raise`), say: () => say.raise.ended })
  return (
    <Button pending={end.isPending} onClick={() => end.mutate()}>
      {say.raise.end}
    </Button>
  )
}

export function EndPause({ threshold }: { threshold: Threshold }) {
  const end = useWrite({
    act: () => api.post(`${pathOf(threshold)}/pause`, { until: null }),
    say: () => say.pause.ended,
  })
  return (
    <Button pending={end.isPending} onClick={() => end.mutate()}>
      {say.pause.end}
    </Button>
  )
}
