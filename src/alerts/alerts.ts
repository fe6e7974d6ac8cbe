import type { Tx } from '../platform/db/database.ts'
import type { BrokenKeyNotice } from '../teams/index.ts'
import type { BreachOver, Crossing, NoData } from '../thresholds/index.ts'
import type { AlertsDeps } from './deps.ts'
import { tellKeyBroken } from './key-broken.ts'
import { tellNoData } from './no-data.ts'
import { tellOver } from './over.ts'
import { createPollWatch, tellSilence } from './polls.ts'
import { tellUnpriced } from './price-unknown.ts'
import { raise } from './raise.ts'
import { remind } from './remind.ts'

export type Alerts = ReturnType<typeof createAlerts>

export type Told = Parameters<NonNullable<AlertsDeps['onTold']>>[0]

export function createAlerts(given: Omit<AlertsDeps, 'onTold'>) {
  const observers = new Set<(told: Told) => void>()
  const deps: AlertsDeps = {
    ...given,
    onTold: (told) => {
      for (const observer of observers) observer(told)
    },
  }
  const polls = createPollWatch(deps.clock)
  return {
    /** The next four take part in the transaction that found out what they tell. */
    raise: (tx: Tx, crossings: readonly Crossing[]) => raise(tx, deps, crossings),
    tellOver: (tx: Tx, overs: readonly BreachOver[]) => tellOver(tx, deps, overs),
    tellNoData: (tx: Tx, episodes: readonly NoData[]) => tellNoData(tx, deps, episodes),
    tellKeyBroken: (tx: Tx, notice: BrokenKeyNotice) => tellKeyBroken(tx, deps, notice),

    onTold: (observer: (told: Told) => void) => void observers.add(observer),

    /** One round over what time alone brings about. */
    async tellWhatIsDue() {
      const reminders = await remind(deps)
      const unpriced = await tellUnpriced(deps)
      const silences = polls.isReady() ? await tellSilence(deps) : 0
      return { reminders, unpriced, silences }
    },
  }
}
