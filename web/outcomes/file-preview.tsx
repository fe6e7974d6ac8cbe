import { useMutation } from '@tanstack/react-query'
import type { FileAnswer, LineView } from '../../src/outcomes/csv/api.ts'
import { api } from '../platform/api.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { formatCount, formatLongDay } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.outcomes.file

/** What became, or would become, of a file: counts, the bad lines by name, and how its columns were understood. */
export function FilePreview({ path, file, answer }: { path: string; file: File; answer: FileAnswer }) {
  const { lines, encoding, stored, replaced, duplicates, refused } = answer
  return (
    <>
      <p className="text-sm text-muted">{say.read(formatCount(lines), encoding)}</p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm">
        <Count label={say.stored} count={stored} />
        <Count label={say.replaced} count={replaced} />
        <Count label={say.duplicates} count={duplicates} />
        <Count label={say.refused} count={refused} isBad={refused > 0} />
      </dl>
      {refused > 0 ? <BadLines path={path} file={file} answer={answer} /> : null}
      {answer.sample.length > 0 ? <Sample sample={answer.sample} /> : null}
      <Columns answer={answer} />
    </>
  )
}

function Count({ label, count, isBad = false }: { label: string; count: number; isBad?: boolean }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-muted">{label}</dt>
      <dd className={`num font-medium ${isBad ? 'text-danger' : ''}`}>{formatCount(count)}</dd>
    </div>
  )
}

function BadLines({ path, file, answer }: { path: string; file: File; answer: FileAnswer }) {
  const { refused, refusedLines } = answer
  const download = useMutation({
    mutationFn: () => api.uploadForFile(`${path}/csv/refused`, file),
    onSuccess: (text) => save(text, file.name),
  })
  const title = say.bad(formatCount(refused))
  const rest = refused - refusedLines.length
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        <Button tone="quiet" pending={download.isPending} onClick={() => download.mutate()}>
          {say.downloadBad}
        </Button>
      </div>
      {download.error ? <ProblemNote error={download.error} /> : null}
      <ScrollRegion label={title} className="max-h-48 rounded-md border border-line">
        <ol className="divide-y divide-line text-sm">
          {refusedLines.map((line) => (
            <li key={line.line} className="flex flex-col px-3 py-2">
              <span className="font-medium">{say.badLine(line.line)}</span>
              <span>{line.detail}</span>
              <code className="truncate text-xs text-muted">{line.cells.join(' | ')}</code>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      {rest > 0 ? <p className="text-xs text-muted">{say.moreBad(formatCount(rest))}</p> : null}
    </section>
  )
}

/** The answer's mark was taken off when it was read; Excel needs it. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text.startsWith('\uFEFF') ? '' : '\uFEFF', text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/\.[^.]*$/, '').concat('-refused.csv')
  link.click()
  URL.revokeObjectURL(url)
}

function Sample({ sample }: { sample: readonly LineView[] }) {
  return (
    <section aria-label={say.good} className="flex flex-col gap-1">
      <h3 className="text-sm font-semibold">{say.good}</h3>
      <ul className="text-sm">
        {sample.slice(0, 3).map((line) => (
          <li key={line.line} className="flex min-w-0 justify-between gap-3">
            <span className="min-w-0 truncate">{phraseOf(line)}</span>
            <span className="shrink-0 text-muted">{say.result[line.result]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function phraseOf({ costDay, task, attempts, successes }: LineView): string {
  const day = costDay === null ? '' : formatLongDay(costDay)
  return say.goodLine(day, task || words.outcomes.noTask, formatCount(attempts ?? 0), formatCount(successes ?? 0))
}

function Columns({ answer: { columns, ignored } }: { answer: FileAnswer }) {
  return (
    <div className="text-xs text-muted">
      <p className="wrap-anywhere">
        {say.columns}: {columns.map(({ header, title }) => say.column(header, title)).join(', ')}
      </p>
      {ignored.length > 0 ? <p className="wrap-anywhere">{say.ignored(ignored.join(', '))}</p> : null}
    </div>
  )
}
