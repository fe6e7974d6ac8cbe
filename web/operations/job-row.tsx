import type { Job, JobRun } from '../../src/operations/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Instant } from '../ui/instant.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { formatDuration } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.operations.jobs
const TONES: Record<JobRun['state'], BadgeTone> = { running: 'accent', done: 'ok', failed: 'danger' }

/** One job: what it is, when it ran with what result, when it runs next, and the button to run it now. */
export function JobRow({ job }: { job: Job }) {
  const run = useWrite({ act: () => api.post(`/api/jobs/${job.name}/run`), say: () => say.started(job.title) })
  const state = job.running ? 'running' : job.lastRun?.state
  return (
    <li className="flex flex-col gap-2 py-4">
      <div className="grid items-start gap-x-6 gap-y-2 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
        <div className="min-w-0">
          <h2 className="font-medium">{job.title}</h2>
          <p className="text-sm text-muted">{job.schedule?.sentence ?? say.onDemand}</p>
        </div>
        <div className="text-sm">
          <p className="text-xs text-muted">{say.last}</p>
          {state ? (
            <Badge tone={TONES[state]}>{say.state[state]}</Badge>
          ) : (
            <span className="text-muted">{say.never}</span>
          )}
          {job.lastRun ? <Instant at={job.lastRun.startedAt} className="block text-muted" /> : null}
        </div>
        <div className="text-sm">
          <p className="text-xs text-muted">{say.next}</p>
          {job.nextRunAt ? <Instant at={job.nextRunAt} /> : <span className="text-muted">{say.noNext}</span>}
        </div>
        <Button
          pending={run.isPending || job.running}
          pendingText={say.running}
          onClick={() => run.mutate()}
          aria-label={say.runOf(job.title)}
          className="self-center justify-self-start md:min-w-24"
        >
          {say.run}
        </Button>
      </div>
      {job.lastRun?.detail ? (
        <p className={`max-w-[70ch] text-sm ${job.lastRun.state === 'failed' ? 'text-danger' : 'text-muted'}`}>
          {job.lastRun.detail}
        </p>
      ) : null}
      {run.error ? <ProblemNote error={run.error} /> : null}
      {job.recentRuns.length > 1 ? <RecentRuns job={job} /> : null}
    </li>
  )
}

function RecentRuns({ job }: { job: Job }) {
  return (
    <details className="text-sm">
      <summary className="min-h-6 w-fit text-muted underline-offset-4 hover:underline">{say.recent}</summary>
      <ul aria-label={say.recentOf(job.title)} className="mt-1 flex flex-col gap-1 border-l border-line pl-4">
        {job.recentRuns.map((run) => (
          <li key={`${run.startedAt} ${run.trigger}`} className="flex flex-wrap items-center gap-x-4">
            <Instant at={run.startedAt} className="text-muted" />
            <Badge tone={TONES[run.state]}>{say.state[run.state]}</Badge>
            <span className="text-muted">
              {say.trigger[run.trigger]}
              {run.finishedAt ? ` · ${say.took(formatDuration(secondsOf(run)))}` : ''}
            </span>
            {run.detail ? <span className="min-w-0 basis-full text-muted md:basis-auto">{run.detail}</span> : null}
          </li>
        ))}
      </ul>
    </details>
  )
}

function secondsOf({ startedAt, finishedAt }: JobRun): number {
  return finishedAt ? Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : 0
}
