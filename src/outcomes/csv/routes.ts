import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import { invalid } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { CostDay, IdParams, Problem } from '../../platform/http/schemas.ts'
import { FileAnswer, ImportQuery } from './api.ts'
import { CsvFile, MOST_BYTES } from './csv-file.ts'
import type { createFiles } from './files.ts'

const tags = ['outcomes']
const config = { access: 'signed-in' } as const
const url = '/api/projects/:id/outcomes'
const Csv = z.any().describe('text/csv')
const consumes = ['text/csv']
const produces = ['text/csv']

export function fileRoutes(app: App, files: ReturnType<typeof createFiles>): void {
  // Only here a body may be a file.
  void app.register(async (scope) => {
    scope.addContentTypeParser(consumes, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
      done(null, new CsvFile(Buffer.from(body)))
    })
    uploadRoutes(scope.withTypeProvider<ZodTypeProvider>(), files)
  })

  app.route({
    method: 'GET',
    url: `${url}/template`,
    config,
    schema: {
      summary: 'An empty CSV file to fill in',
      tags,
      produces,
      params: IdParams,
      response: { 200: Csv, default: Problem },
    },
    handler: async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="outcomes-template.csv"')
        .send(await files.template(actorOf(request), request.params.id)),
  })

  app.route({
    method: 'GET',
    url: `${url}/export`,
    config,
    schema: {
      summary: 'What counts per cost day and task, as CSV',
      tags,
      produces,
      params: IdParams,
      querystring: z.object({ from: CostDay.optional(), to: CostDay.optional() }),
      response: { 200: Csv, default: Problem },
    },
    handler: async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="outcomes.csv"')
        .send(await files.export(actorOf(request), request.params.id, request.query)),
  })
}

function uploadRoutes(app: App, files: ReturnType<typeof createFiles>): void {
  app.route({
    method: 'POST',
    url: `${url}/csv/preview`,
    config,
    bodyLimit: MOST_BYTES,
    schema: {
      summary: 'What would become of each line of a CSV file; nothing is stored',
      description: 'UTF-8, UTF-16 or CP949; comma, semicolon or tab; at most 5 MB and 50,000 lines',
      tags,
      consumes,
      params: IdParams,
      body: Csv,
      response: { 200: FileAnswer, default: Problem },
    },
    handler: async (request) => files.preview(actorOf(request), request.params.id, fileIn(request.body)),
  })

  app.route({
    method: 'POST',
    url: `${url}/csv/refused`,
    config,
    bodyLimit: MOST_BYTES,
    schema: {
      summary: 'The lines of a CSV file that would be refused, each with its reason, as CSV; nothing is stored',
      tags,
      consumes,
      produces,
      params: IdParams,
      body: Csv,
      response: { 200: Csv, default: Problem },
    },
    handler: async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="outcomes-refused.csv"')
        .send(await files.refused(actorOf(request), request.params.id, fileIn(request.body))),
  })

  app.route({
    method: 'POST',
    url: `${url}/csv`,
    config,
    bodyLimit: MOST_BYTES,
    schema: {
      summary: 'Takes the good lines of a CSV file and names the others',
      tags,
      consumes,
      params: IdParams,
      querystring: ImportQuery,
      body: Csv,
      response: { 200: FileAnswer, default: Problem },
    },
    handler: async (request) =>
      files.load(actorOf(request), request.params.id, fileIn(request.body), request.query.reason),
  })
}

function fileIn(body: unknown): CsvFile {
  if (!(body instanceof CsvFile)) throw invalid('outcome-file-missing')
  return body
}
