import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileAnswer } from '../../src/outcomes/csv/api.ts'
import { api, withQuery } from '../platform/api.ts'
import { Problem } from '../platform/problem.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'
import { FilePreview } from './file-preview.tsx'
import { outcomesPath } from './queries.ts'

const say = words.outcomes.file
const MOST_BYTES = 5 * 1024 * 1024

/** A file is looked at first; what would become of each line is shown before anything is stored. */
export function UploadFile({ projectId, close }: { projectId: string; close: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const path = outcomesPath(projectId)
  const preview = useMutation({
    mutationFn: (chosen: File) => {
      if (chosen.size > MOST_BYTES) throw new Problem({ status: 413, code: 'too-large', detail: say.tooLarge })
      return api.upload<FileAnswer>(`${path}/csv/preview`, chosen)
    },
  })
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    setFile(chosen)
    preview.mutate(chosen)
  }
  const again = () => {
    setFile(null)
    preview.reset()
  }
  return (
    <Dialog open close={close} title={say.title} about={say.about}>
      {file && preview.data ? (
        <Confirming path={path} file={file} seen={preview.data} again={again} close={close} />
      ) : (
        <>
          {preview.error ? <ProblemNote error={preview.error} /> : null}
          <TextField
            label={say.choose}
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            hint={say.hint}
            onChange={(event) => choose(event.target.files?.[0])}
          />
          <p className="text-sm text-muted">{say.needs}</p>
          {preview.isPending ? (
            <p role="status" className="text-sm">
              {say.reading}
            </p>
          ) : null}
          <div className="flex flex-wrap items-center justify-between gap-2">
            <a href={`${path}/template`} download className="text-sm text-accent underline-offset-4 hover:underline">
              {say.template}
            </a>
            <Button onClick={close}>{words.common.cancel}</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

type Props = { path: string; file: File; seen: FileAnswer; again: () => void; close: () => void }

function Confirming({ path, file, seen, again, close }: Props) {
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const load = useWrite({
    act: () => api.upload<FileAnswer>(withQuery(`${path}/csv`, { reason: reason.trim() }), file),
    say: ({ stored, replaced }) => say.done(formatCount(stored), formatCount(replaced)),
  })
  if (load.data) return <Done path={path} file={file} answer={load.data} close={close} />
  const good = seen.stored + seen.replaced
  const needsReason = seen.replaced > 0
  const act = () => (needsReason && reason.trim() === '' ? setMissing(true) : load.mutate())
  return (
    <>
      {load.error ? <ProblemNote error={load.error} /> : null}
      <FilePreview path={path} file={file} answer={seen} />
      {needsReason ? (
        <TextField
          label={words.outcomes.form.reason}
          hint={say.changed(formatCount(seen.replaced))}
          error={isMissing && reason.trim() === '' ? words.outcomes.form.reasonNeeded : undefined}
          value={reason}
          maxLength={500}
          required
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {good === 0 ? <NothingToStore seen={seen} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={again}>{say.other}</Button>
        {good === 0 ? (
          <Button onClick={close}>{words.common.close}</Button>
        ) : (
          <Button tone="primary" pending={load.isPending} onClick={act}>
            {say.load(formatCount(good))}
          </Button>
        )}
      </div>
    </>
  )
}

function NothingToStore({ seen: { lines, refused } }: { seen: FileAnswer }) {
  if (lines === 0) return <Notice tone="warn">{say.noLines}</Notice>
  return refused === 0 ? <Notice tone="ok">{say.allSame}</Notice> : <Notice tone="warn">{say.nothing}</Notice>
}

function Done({ path, file, answer, close }: Omit<Props, 'seen' | 'again'> & { answer: FileAnswer }) {
  return (
    <>
      <Notice tone="ok" live>
        {say.doneTitle}
      </Notice>
      <FilePreview path={path} file={file} answer={answer} />
      <Button tone="primary" onClick={close} className="self-end">
        {words.common.close}
      </Button>
    </>
  )
}
