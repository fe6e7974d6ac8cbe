import { z } from 'zod'
import { invalid } from '../errors.ts'

/** Where a list that is newest first goes on: after this instant, and after this id within it. */
export type Position = { at: Date; id: string }

// Outside of these years an instant is none to PostgreSQL, or none of ours.
const Fields = z.tuple([z.iso.datetime().refine((at) => at >= '1970' && at < '9999'), z.uuid()])

export function cursorOf({ at, id }: Position): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')
}

/** A cursor comes back from anywhere: only what {@link cursorOf} could have written is taken. */
export function positionOf(cursor: string): Position {
  const fields = Fields.safeParse(Buffer.from(cursor, 'base64url').toString('latin1').split(' '))
  if (!fields.success) throw invalid('cursor-invalid')
  const [at, id] = fields.data
  return { at: new Date(at), id }
}
