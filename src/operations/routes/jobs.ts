import { z } from 'zod'
import { notFound } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { Problem } from '../../platform/http/schemas.ts'
import type { JobStatus, Jobs } from '../../platform/jobs/jobs.ts'
import type { RecordedRun } from '../../platform/jobs/store.ts'
import { Job, JobParams } from '../api.ts'

const tags = ['operations']

export function operationRoutes(app: App, deps: { jobs: Jobs }): void {
  app.route({
    method: 'GET',
    url: '/api/jobs',
    config: { access: 'admin' },
    schema: {
      summary: 'What the product does by itself, when, and how it went',
      tags,
      response: { 200: z.object({ items: z.array(Job) }), default: Problem },
    },
    handler: async () => ({ items: (await deps.jobs.status()).map(view) }),
  })

  app.route({
    method: 'POST',
    url: '/api/jobs/:name/run',
    config: { access: 'admin' },
    schema: { summary: 'Run a job now', tags, params: JobParams, response: { 202: Job, default: Problem } },
    handler: async (request, reply) => {
      const { name } = request.params
      if (!(await deps.jobs.runNow(name))) throw notFound('not-found')
      const status = (await deps.jobs.status()).find((job) => job.definition.name === name)
      if (!status) throw notFound('not-found')
      return reply.status(202).send(view(status))
    },
  })
}

function view({ definition, running, runs, nextRunAt }: JobStatus): z.infer<typeof Job> {
  return {
    name: definition.name,
    title: definition.title,
    schedule: definition.schedule ?? null,
    running,
    lastRun: runs[0] ? viewRun(runs[0]) : null,
    nextRunAt: nextRunAt?.toISOString() ?? null,
    recentRuns: runs.map(viewRun),
  }
}

function viewRun(run: RecordedRun) {
  const { state, trigger, detail } = run
  return {
    state,
    trigger,
    detail,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  }
}
