import { badRequest } from './api-error.ts'
import { limitOf, type Query, textOf } from './query.ts'

/** A list page by id cursor: everything except costs and usage is read this way. */
export function idPage<T extends { readonly id: string }>(
  rows: readonly T[],
  query: Query,
  limits: { fallback: number; max: number },
) {
  const limit = limitOf(query, limits.fallback, limits.max)
  const after = textOf(query, 'after')
  const position = after === undefined ? -1 : rows.findIndex((row) => row.id === after)
  if (after !== undefined && position < 0) throw badRequest(`No such object: ${after}`, 'after')
  const data = rows.slice(position + 1, position + 1 + limit)
  return {
    object: 'list' as const,
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: position + 1 + limit < rows.length,
  }
}
