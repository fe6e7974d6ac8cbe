import { z } from 'zod'
import { invalid } from '../platform/errors.ts'

const Fields = z.tuple([z.iso.datetime(), z.uuid()])

export function cursorOf({ openedAt, breachId }: { openedAt: Date; breachId: string }): string {
  return Buffer.from(`${openedAt.toISOString()} ${breachId}`).toString('base64url')
}

export function positionOf(cursor: string): { at: Date; id: string } {
  const parsed = Fields.safeParse(Buffer.from(cursor, 'base64url').toString('latin1').split(' '))
  if (!parsed.success) throw invalid('cursor-invalid')
  const [at, id] = parsed.data
  return { at: new Date(at), id }
}
