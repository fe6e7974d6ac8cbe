import { z } from 'zod'
import { invalid } from '../../platform/errors.ts'
import type { Position } from '../store/outbox.ts'

const Fields = z.tuple([z.iso.datetime(), z.uuid()])

export function cursorOf(row: { createdAt: Date; id: string }): string {
  return Buffer.from(`${row.createdAt.toISOString()} ${row.id}`).toString('base64url')
}

export function positionOf(cursor: string): Position {
  const parsed = Fields.safeParse(Buffer.from(cursor, 'base64url').toString().split(' '))
  if (!parsed.success) throw invalid('request-invalid')
  const [at, id] = parsed.data
  return { at, id }
}
