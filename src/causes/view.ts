import type * as api from './api.ts'
import type { Breakdown, Cause } from './cause.ts'
import { causeLine } from './cause-line.ko.ts'
import type { Pulse } from './onset.ts'

export function causeView(cause: Cause): api.Cause {
  const { spend, usual, rise, usualDays, parts, models, keys, users, unpriced, ...same } = cause
  return {
    ...same,
    spend: dollars(spend),
    usual: usual === null ? null : dollars(usual),
    rise: rise === null ? null : dollars(rise),
    usualDays: [...usualDays],
    line: causeLine(cause),
    parts: [...parts],
    models: tableView(models),
    keys: tableView(keys),
    users: tableView(users),
    unpriced: [...unpriced],
  }
}

export function pulseView({ from, minutes, since }: Pulse): api.Pulse {
  return { from: from.toISOString(), minutes: [...minutes], since: since?.toISOString() ?? null }
}

function tableView({ rows, ...rest }: Breakdown): api.Breakdown {
  return { ...rest, rows: [...rows] }
}

function dollars(amount: string) {
  return { amount, currency: 'USD' }
}
