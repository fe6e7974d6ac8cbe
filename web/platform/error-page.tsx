import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Button, ButtonLink } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { isProblem } from './problem.ts'

/** What happened, what was kept, what to do, and the number that finds it in the log. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { reset: resetQueries } = useQueryErrorResetBoundary()
  useEffect(() => resetQueries(), [resetQueries])
  if (isProblem(error, 404)) return <NotFoundPage />
  const problem = isProblem(error) ? error : null
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-16" role="alert">
      <title>{`${words.problem.pageTitle} · ${words.common.product}`}</title>
      <h1 className="text-xl font-semibold">
        {problem?.status === 403 ? words.problem.forbiddenTitle : words.problem.pageTitle}
      </h1>
      <p>{problem?.message ?? words.problem.pageUnknown}</p>
      {problem?.status === 403 ? null : (
        <p className="text-muted">
          {words.problem.kept} {words.problem.todo}
        </p>
      )}
      {problem?.requestId ? (
        <p className="text-sm text-muted">
          {words.problem.requestId} <code className="select-all text-ink">{problem.requestId}</code>
        </p>
      ) : null}
      <div className="mt-2 flex gap-2">
        <Button tone="primary" onClick={again}>
          {words.common.retry}
        </Button>
        <ButtonLink to="/">{words.problem.goHome}</ButtonLink>
      </div>
    </div>
  )
}

export function NotFoundPage() {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-16">
      <title>{`${words.problem.notFoundTitle} · ${words.common.product}`}</title>
      <h1 className="text-xl font-semibold">{words.problem.notFoundTitle}</h1>
      <p className="text-muted">{words.problem.notFound}</p>
      <ButtonLink to="/" tone="primary" className="mt-2">
        {words.problem.goHome}
      </ButtonLink>
    </div>
  )
}
