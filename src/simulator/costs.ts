import { DAY } from '../platform/clock.ts'
import { type AmountStyle, wireText } from './amount.ts'
import { type BucketPage, bucketPageOf, pageText } from './bucket-page.ts'
import { choicesOf, listOf, type Query } from './query.ts'
import { hashText, mix } from './random.ts'
import type { Bill, Stream } from './stream.ts'
import type { World } from './world.ts'

const GROUPS = ['project_id', 'line_item', 'api_key_id'] as const
type GroupName = (typeof GROUPS)[number]

/** A row of every bucket, whose text is ready except for the figures. */
type Group = { readonly after: string; readonly hash: number; readonly hasQuantity: boolean }

/** Which group each component of each stream belongs to; -1 for what is never billed. */
type Plan = {
  readonly members: readonly { readonly stream: Stream; readonly groupOf: readonly number[] }[]
  readonly groups: readonly Group[]
}

export function answerCosts(
  world: World,
  query: Query,
  options: { amountStyle: AmountStyle; pageSize: number | undefined },
): Generator<string> {
  choicesOf(query, 'bucket_width', ['1d'])
  const now = world.now()
  const nextMidnight = (Math.floor(now / DAY) + 1) * DAY
  const page = bucketPageOf(query, {
    width: DAY,
    defaultLimit: 7,
    maxLimit: 180,
    horizon: nextMidnight,
    pageSize: options.pageSize,
  })
  const plan = planOf(world, query)
  return pageText(page, (start) =>
    cutsToday(page, start, nextMidnight) ? '' : resultsText(world, plan, start / DAY, now, options.amountStyle),
  )
}

/** An `end_time` in the middle of today answers today's bucket without rows (quirk 13): ask until the next midnight. */
function cutsToday(page: BucketPage, start: number, nextMidnight: number): boolean {
  return start + DAY === nextMidnight && page.endTime !== undefined && page.endTime < nextMidnight
}

function planOf(world: World, query: Query): Plan {
  const grouping = new Set(choicesOf(query, 'group_by', GROUPS))
  const projectIds = new Set(listOf(query, 'project_ids'))
  const apiKeyIds = new Set(listOf(query, 'api_key_ids'))
  const indexes = new Map<string, number>()
  const groups: Group[] = []
  const isWanted = (stream: Stream) =>
    (projectIds.size === 0 || (stream.projectId !== null && projectIds.has(stream.projectId))) &&
    (apiKeyIds.size === 0 || (stream.apiKeyId !== null && apiKeyIds.has(stream.apiKeyId)))
  const groupIndex = (stream: Stream, bill: Bill): number => {
    const after = rowEnd(world.organization.id, grouping, stream, bill)
    const known = indexes.get(after)
    if (known !== undefined) return known
    groups.push({
      after,
      hash: hashText(world.organization.seed, after),
      hasQuantity: grouping.has('line_item') && stream.kind !== 'adjustment',
    })
    indexes.set(after, groups.length - 1)
    return groups.length - 1
  }
  const members = world
    .streams()
    .filter(isWanted)
    .map((stream) => ({
      stream,
      groupOf: stream.components.map(({ bill }) => (bill === null ? -1 : groupIndex(stream, bill))),
    }))
  return { members, groups }
}

const ROW_START = '{"object":"organization.costs.result","amount":{"value":'

function rowEnd(organizationId: string, grouping: ReadonlySet<GroupName>, stream: Stream, bill: Bill): string {
  const field = (name: GroupName, value: string | null) =>
    `"${name}":${JSON.stringify(grouping.has(name) ? value : null)}`
  const fields = [
    field('line_item', bill.lineItem),
    field('project_id', stream.projectId),
    field('api_key_id', stream.apiKeyId),
    `"organization_id":"${organizationId}"`,
    `"quantity_unit":${JSON.stringify(grouping.has('line_item') ? bill.quantityUnit : null)}`,
  ]
  return `,"currency":"usd"},${fields.join(',')},"quantity":`
}

function resultsText(world: World, plan: Plan, day: number, now: number, style: AmountStyle): string {
  const units = new Float64Array(plan.groups.length)
  const crumbs = new Float64Array(plan.groups.length)
  const quantities = new Float64Array(plan.groups.length)
  const touched = new Uint8Array(plan.groups.length)
  for (const { stream, groupOf } of plan.members) {
    world.billing.charge(stream, day, now, (charge) => {
      const group = groupOf[charge.component] ?? -1
      units[group] = (units[group] ?? 0) + charge.units
      crumbs[group] = (crumbs[group] ?? 0) + charge.crumbs
      quantities[group] = (quantities[group] ?? 0) + charge.quantity
      touched[group] = 1
    })
  }
  let text = ''
  for (let index = 0; index < plan.groups.length; index += 1) {
    const group = plan.groups[index]
    if (touched[index] !== 1 || group === undefined) continue
    const value = wireText(units[index] ?? 0, crumbs[index] ?? 0, style, mix(group.hash, day))
    const quantity = group.hasQuantity ? quantities[index] : null
    text += `${text === '' ? '' : ','}${ROW_START}${value}${group.after}${quantity}}`
  }
  return text
}
