import { RATE_FIGURES } from '../providers/openai/index.ts'
import type { Hold, Limit } from './limit.ts'
import { SPEND_FIELD, SPEND_LIMIT } from './plan-spend-limit.ts'
import type { NewChange, Snapshot } from './store/snapshots.ts'

/** What stands at the provider as if nothing of ours did: the daily look is at what other people do. */
export function withoutOurs(seen: Snapshot, holds: readonly Hold[]): Snapshot {
  const held = new Map(holds.map((hold) => [`${hold.item}\n${hold.field}`, hold]))
  const asItWas = (item: string, field: string, present: Limit): Limit => {
    const hold = held.get(`${item}\n${field}`)
    return hold && present !== null && hold.written.includes(present) ? hold.original : present
  }
  return {
    spendLimitCents: asItWas(SPEND_LIMIT, SPEND_FIELD, seen.spendLimitCents),
    rateLimits: seen.rateLimits.map(({ id, model, figures }) => ({
      id,
      model,
      figures: Object.fromEntries(
        RATE_FIGURES.flatMap((field) => {
          const present = figures[field]
          return present === undefined ? [] : [[field, asItWas(id, field, present) ?? present]]
        }),
      ),
    })),
    apiKeys: seen.apiKeys,
  }
}

type Change = Pick<NewChange, 'item' | 'field' | 'label' | 'before' | 'after'>

/** What differs between two looks. A model that is new brings its limits along, which nobody has changed. */
export function driftBetween(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = []
  if (before.spendLimitCents !== after.spendLimitCents) {
    const told = { before: dollars(before.spendLimitCents), after: dollars(after.spendLimitCents) }
    changes.push({ item: SPEND_LIMIT, field: SPEND_FIELD, label: '월 지출 한도', ...told })
  }
  const rows = new Map(after.rateLimits.map((row) => [row.id, row]))
  for (const row of before.rateLimits) {
    const now = rows.get(row.id)
    if (!now) continue
    for (const field of RATE_FIGURES) {
      const [was, is] = [row.figures[field], now.figures[field]]
      if (was === is || was === undefined || is === undefined) continue
      changes.push({ item: row.id, field, label: row.model, before: String(was), after: String(is) })
    }
  }
  if (before.apiKeys !== null && after.apiKeys !== null) {
    changes.push(...keyChanges(before.apiKeys, after.apiKeys))
  }
  return changes
}

function keyChanges(before: NonNullable<Snapshot['apiKeys']>, after: NonNullable<Snapshot['apiKeys']>): Change[] {
  const ids = { before: new Set(before.map(({ id }) => id)), after: new Set(after.map(({ id }) => id)) }
  const labelOf = (key: { name: string | null; redacted: string }) => `API 키 ${key.name ?? ''} ${key.redacted}`
  return [
    ...before
      .filter(({ id }) => !ids.after.has(id))
      .map((key) => ({ item: key.id, field: 'api-key', label: labelOf(key), before: '있음', after: null })),
    ...after
      .filter(({ id }) => !ids.before.has(id))
      .map((key) => ({ item: key.id, field: 'api-key', label: labelOf(key), before: null, after: '있음' })),
  ]
}

function dollars(cents: Limit): string | null {
  return cents === null ? null : `$${(cents / 100).toFixed(2)}`
}
