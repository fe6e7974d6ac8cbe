import { DAY, HOUR } from '../platform/clock.ts'
import type { Interruptions } from './interruptions.ts'
import { between, hashText, mix } from './random.ts'
import type { Stream } from './stream.ts'

export type Scenario = 'steady' | 'runaway' | 'late-bill' | 'flaky'

/** What one component of one stream costs on one day, as far as it is billed. */
export type Charge = {
  readonly component: number
  readonly units: number
  readonly crumbs: number
  readonly quantity: number
}

export type Billing = { charge(stream: Stream, day: number, now: number, visit: (charge: Charge) => void): void }

/** Nothing of a day is billed before this much of it is over. */
const FIRST_BILL = 8 * HOUR

export function createBilling(scenario: Scenario, interruptions: Interruptions): Billing {
  const isLate = scenario === 'late-bill'
  return {
    charge: (stream, day, now, visit) => {
      const through = billedThrough(stream, day, now, isLate)
      if (through <= day * DAY) return
      const counts = interruptions.measure(stream, day * DAY, through)
      const salt = mix(stream.hash, day)
      for (let index = 0; index < counts.length; index += 1) {
        const bill = stream.components[index]?.bill
        const quantity = counts[index] ?? 0
        if (bill === null || bill === undefined || quantity === 0) continue
        const factor = isLate ? restatement(hashText(day, `${stream.projectId} ${bill.lineItem}`), day, now) : 1
        if (factor === 0) continue
        const units = factor === 1 ? quantity * bill.unitPrice : Math.round(quantity * bill.unitPrice * factor)
        const crumbs = stream.isRecorded || stream.kind === 'adjustment' ? 0 : crumbsOf(mix(salt, 50 + index))
        visit({ component: index, units, crumbs, quantity })
      }
    },
  }
}

/**
 * The instant up to which the day's use is on the bill. It starts 8 hours late and reaches the end of the day 24 to 48 hours
 * after the day began (3 to 6 days in `late-bill`). Never later than `now`, so a bill never knows the future.
 */
function billedThrough(stream: Stream, day: number, now: number, isLate: boolean): number {
  const start = day * DAY
  const age = now - start
  if (age <= FIRST_BILL) return start
  if (age >= (isLate ? 6 : 2) * DAY) return start + DAY
  const dice = mix(mix(stream.hash, 77), day)
  const complete = isLate ? between(dice, 3 * DAY, 6 * DAY) : between(dice, DAY, 2 * DAY)
  return start + Math.floor(DAY * Math.min(1, (age - FIRST_BILL) / (complete - FIRST_BILL)))
}

/** Corrections after the fact: one line in five goes down and comes up again higher, one in 17 vanishes for good. */
function restatement(hash: number, day: number, now: number): number {
  const age = (now - day * DAY) / DAY
  if (hash % 17 === 0) return age >= 3 ? 0 : 1
  if (hash % 5 !== 0 || age < 4) return 1
  return age < 7 ? 0.96 : 1.0125
}

/** Digits below a unit: none for some rows, up to twenty decimals for others. */
function crumbsOf(hash: number): number {
  switch (hash % 4) {
    case 0:
      return 0
    case 1:
      return Math.floor(between(hash, 0, 1e4)) * 1e6
    case 2:
      return Math.floor(between(hash, 0, 1e7)) * 1e3
    default:
      return Math.floor(between(hash, 0, 1e10))
  }
}
