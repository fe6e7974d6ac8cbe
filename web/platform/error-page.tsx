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
  if (isProblem(error, 404)) return <MissingPage requestId={error.requestId} />
  const problem = isProblem(error) ? error : null
  if (problem?.status === 403) return <ForbiddenPage detail={problem.message} />
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-16" role="alert">
      <title>{`${words.problem.pageTitle} · ${words.common.product}`}</title>
      <h1 className="text-xl font-semibold">{words.problem.pageTitle}</h1>
      <p>{problem?.message ?? words.problem.pageUnknown}</p>
      <p className="text-muted">
        {words.problem.kept} {words.problem.todo}
      </p>
      <RequestId id={problem?.requestId} />
      <div className="mt-2 flex gap-2">
        <Button tone="primary" onClick={again}>
          {words.common.retry}
        </Button>
        <ButtonLink to="/">{words.problem.goHome}</ButtonLink>
      </div>
    </div>
  )
}

/** Outside the shell, which brings the page's landmark otherwise. */
export function StandaloneErrorPage(props: ErrorComponentProps) {
  return (
    <main id="main">
      <ErrorPage {...props} />
    </main>
  )
}

export function StandaloneNotFoundPage() {
  return (
    <main id="main">
      <NotFoundPage />
    </main>
  )
}

export function ForbiddenPage({ detail }: { detail: string }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-16">
      <title>{`${words.problem.forbiddenTitle} · ${words.common.product}`}</title>
      <h1 className="text-xl font-semibold">{words.problem.forbiddenTitle}</h1>
      <p className="text-muted">{detail}</p>
      <ButtonLink to="/" tone="primary" className="mt-2">
        {words.problem.goHome}
      </ButtonLink>
    </div>
  )
}

/** An address that the page itself does not know: no request was refused. */
export function NotFoundPage() {
  return <MissingPage requestId={null} />
}

export function MissingPage({ requestId }: { requestId: string | null }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-16">
      <title>{`${words.problem.notFoundTitle} · ${words.common.product}`}</title>
      <h1 className="text-xl font-semibold">{words.problem.notFoundTitle}</h1>
      <p className="text-muted">{words.problem.notFound}</p>
      <RequestId id={requestId} />
      <ButtonLink to="/" tone="primary" className="mt-2">
        {words.problem.goHome}
      </ButtonLink>
    </div>
  )
}

function RequestId({ id }: { id: string | null | undefined }) {
  if (!id) return null
  return (
    <p className="text-sm text-muted">
      {words.problem.requestId} <code className="select-all text-ink">{id}</code>
    </p>
  )
}
