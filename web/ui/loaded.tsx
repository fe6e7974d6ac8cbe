import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { MissingPage } from '../platform/error-page.tsx'
import { isProblem, type Problem } from '../platform/problem.ts'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { ProblemNote } from './notice.tsx'

type Props<Data> = { query: UseQueryResult<Data>; skeleton: ReactNode; children: (data: Data) => ReactNode }

/** One part of a page: its skeleton, its failure, or its content. What was read before stays while it is read again. */
export function Loaded<Data>({ query, skeleton, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    if (isMissing(query.error)) return <MissingPage requestId={query.error.requestId} />
    return (
      <ProblemNote
        error={query.error}
        action={<Button onClick={() => void query.refetch()}>{words.common.retry}</Button>}
      />
    )
  }
  return (
    <div aria-busy="true">
      <span className="sr-only" role="status">
        {words.common.loading}
      </span>
      {skeleton}
    </div>
  )
}

/** Not there, not ours to see, or an id in the address that is none. */
function isMissing(error: unknown): error is Problem {
  return isProblem(error, 404) || (isProblem(error, 400) && error.fields.has('id'))
}
