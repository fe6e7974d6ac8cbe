import { type CostDay, isCostDay } from '../platform/cost-day.ts'

/** A call as part of an address: its day and what tells it from the others of its project on that day. */
export function addressOf({ costDay, identity }: { costDay: CostDay; identity: string }): string {
  return Buffer.from(`${costDay} ${identity}`).toString('base64url')
}

export function readAddress(address: string): { costDay: CostDay; identity: string } | null {
  const text = Buffer.from(address, 'base64url').toString('utf8')
  const [costDay, identity] = [text.slice(0, 10), text.slice(11)]
  return isCostDay(costDay) && text[10] === ' ' && identity !== '' && !identity.includes('\u0000')
    ? { costDay, identity }
    : null
}

export type Position = { costDay: CostDay; at: Date; identity: string }

export function cursorOf({ costDay, at, identity }: Position): string {
  return Buffer.from(`${costDay} ${at.toISOString()} ${identity}`).toString('base64url')
}

export function readCursor(cursor: string): Position | null {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const [, costDay = '', time = '', identity = ''] = /^(\S{10}) (\S{24}) (.+)$/s.exec(text) ?? []
  const at = new Date(time)
  if (!isCostDay(costDay) || Number.isNaN(at.getTime()) || identity.includes('\u0000')) return null
  return { costDay, at, identity }
}
