import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Period, ProjectThresholds } from '../../src/thresholds/api.ts'
import { Button } from '../ui/button.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Section, SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { formatMoney } from '../words/format.ts'
import { words } from '../words/index.ts'
import { projectThresholdsQuery } from './queries.ts'
import { ThresholdCard } from './threshold-card.tsx'
import { ThresholdForm } from './threshold-form.tsx'

const say = words.thresholds
const PERIODS: readonly Period[] = ['day', 'week']
type Part = { period: Period; thresholds: ProjectThresholds }

/** The limits of a project: how much is left of them, and what may be done about them. */
export function ThresholdPanel({ projectId, isSetting = false }: { projectId: string; isSetting?: boolean }) {
  const query = useQuery(projectThresholdsQuery(projectId))
  const Frame = isSetting ? SettingsSection : Section
  return (
    <Frame title={say.title} about={say.about} id="thresholds">
      <Loaded query={query} skeleton={<Bone className="h-44 w-full" />}>
        {(found) => (
          <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
            {PERIODS.map((period) => (
              <PeriodPart key={period} period={period} thresholds={found} isSetting={isSetting} />
            ))}
          </div>
        )}
      </Loaded>
    </Frame>
  )
}

// A settings section brings its own line above.
const PLAIN = 'border-t border-line pt-4'
const SETTING = 'max-lg:not-first:border-t max-lg:not-first:border-line max-lg:not-first:pt-4'

function PeriodPart({ period, thresholds, isSetting }: Part & { isSetting: boolean }) {
  const { threshold, past } = thresholds[period]
  return (
    <article aria-label={say.periods[period]} className={`flex min-w-0 flex-col gap-3 ${isSetting ? SETTING : PLAIN}`}>
      {threshold ? (
        <ThresholdCard threshold={threshold} past={past} thresholds={thresholds} />
      ) : (
        <NoThreshold period={period} thresholds={thresholds} />
      )}
    </article>
  )
}

function NoThreshold({ period, thresholds }: Part) {
  const [open, setOpen] = useState(false)
  const { suggestion } = thresholds[period]
  return (
    <>
      <div>
        <h3 className="font-medium">{say.none[period]}</h3>
        <p className="mt-0.5 text-sm text-muted">
          {suggestion
            ? say.suggestion[period](formatMoney(suggestion.usual), formatMoney(suggestion.limit))
            : thresholds.mayChange
              ? say.noneNext
              : say.noneMember}
        </p>
      </div>
      {thresholds.mayChange ? (
        <Button className="self-start" onClick={() => setOpen(true)}>
          {say.set}
        </Button>
      ) : null}
      <ThresholdForm period={period} thresholds={thresholds} open={open} close={() => setOpen(false)} />
    </>
  )
}
