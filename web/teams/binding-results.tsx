import type { BindingResult } from '../../src/teams/api.ts'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

/** One answer per id: one refused id takes no other with it. */
export function BindingResults({ results }: { results: readonly BindingResult[] }) {
  if (results.length === 0) return null
  return (
    <ul aria-label={words.projects.binding.results} className="flex flex-col gap-2">
      {results.map((result) => (
        <li key={result.externalId}>
          <Notice tone={result.ok ? 'ok' : 'danger'} live>
            <code className="text-sm break-all">{result.externalId}</code>
            <p>{result.detail}</p>
          </Notice>
        </li>
      ))}
    </ul>
  )
}
