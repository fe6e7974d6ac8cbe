import { z } from 'zod'
import { actorOf, sessionOf } from '../people/access.ts'
import type { App } from '../platform/http/app.ts'
import { Empty, IdParams, Problem, pageOf } from '../platform/http/schemas.ts'
import {
  ApiKeyDeletion,
  ApiKeyParams,
  Block,
  BlockInput,
  type BlockInput as BlockInputValue,
  BlockState,
  BlocksQuery,
  DriftQuery,
  LimitChange,
  ProjectApiKey,
  ReleaseAsk,
  ReleaseDecision,
  TeamBlockInput,
  TeamMessage,
} from './api.ts'
import type { Blocking } from './create-blocking.ts'

const tags = ['blocks']
const config = { access: 'signed-in' } as const
const response = { 200: Block, default: Problem }

export function blockingRoutes(app: App, blocking: Blocking): void {
  blockRoutes(app, blocking)
  releaseRoutes(app, blocking)
  keyRoutes(app, blocking)
  driftRoutes(app, blocking)
}

function blockRoutes(app: App, blocking: Blocking): void {
  const { views } = blocking

  app.route({
    method: 'GET',
    url: '/api/projects/:id/block',
    config,
    schema: {
      summary: 'What blocks a project now, how far that is, and what a block would reach',
      tags,
      params: IdParams,
      response: { 200: BlockState, default: Problem },
    },
    handler: async (request) => views.ofProject(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/block',
    config,
    schema: {
      summary: 'Block a project at once',
      description:
        'Recorded first, then carried out: the spend limit, then the rate limits. Asked for again it becomes the harder and longer of both.',
      tags,
      params: IdParams,
      body: BlockInput,
      response: { 202: Block, default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const block = await blocking.blockProject(actor, request.params.id, inputOf(request.body))
      return reply.status(202).send(await views.one(actor, block))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/teams/:id/block',
    config,
    schema: {
      summary: 'The same of all projects of a team',
      tags,
      params: IdParams,
      response: { 200: BlockState, default: Problem },
    },
    handler: async (request) => views.ofTeam(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/teams/:id/block',
    config,
    schema: {
      summary: 'Block all projects of a team at once',
      description: 'deactivateKey: its Admin keys are set aside last. That alone stops no traffic at OpenAI.',
      tags,
      params: IdParams,
      body: TeamBlockInput,
      response: { 202: Block, default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { deactivateKey } = request.body
      const block = await blocking.blockTeam(actor, request.params.id, { ...inputOf(request.body), deactivateKey })
      return reply.status(202).send(await views.one(actor, block))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/blocks',
    config,
    schema: {
      summary: 'Blocks and their releases, newest first',
      tags,
      querystring: BlocksQuery,
      response: { 200: pageOf(Block), default: Problem },
    },
    handler: async (request) => views.list(actorOf(request), request.query),
  })
}

function releaseRoutes(app: App, blocking: Blocking): void {
  const { views } = blocking

  app.route({
    method: 'POST',
    url: '/api/blocks/:id/release-request',
    config,
    schema: { summary: 'Ask for the release of a block', tags, params: IdParams, body: ReleaseAsk, response },
    handler: async (request) => {
      const actor = actorOf(request)
      return views.one(actor, await blocking.askRelease(actor, request.params.id, request.body.reason))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/blocks/:id/release',
    config,
    schema: {
      summary: 'Release a block, or refuse to (admins)',
      description:
        'approve: every limit goes back to what it was. Without it the request is refused and the block stays.',
      tags,
      params: IdParams,
      body: ReleaseDecision,
      response,
    },
    handler: async (request) => {
      const actor = actorOf(request)
      return views.one(actor, await blocking.decideRelease(actor, request.params.id, request.body))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/blocks/:id/message',
    config,
    schema: {
      summary: 'Send the team a message about a block',
      tags,
      params: IdParams,
      body: TeamMessage,
      response: { 202: Block, default: Problem },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const block = await blocking.sendMessage(actor, request.params.id, request.body.text)
      return reply.status(202).send(await views.one(actor, block))
    },
  })
}

function keyRoutes(app: App, blocking: Blocking): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/api-keys',
    config,
    schema: {
      summary: 'API keys of a project at OpenAI, without their secrets',
      tags,
      params: IdParams,
      response: { 200: z.object({ items: z.array(ProjectApiKey) }), default: Problem },
    },
    handler: async (request) => ({ items: await blocking.listApiKeys(actorOf(request), request.params.id) }),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/api-keys/:keyId/delete',
    config,
    schema: {
      summary: 'Delete an API key at OpenAI for good (admins)',
      description:
        'Cannot be undone, so not with a token. confirmation: what the list names for this key. A POST, since many clients drop the body of a DELETE.',
      tags,
      params: ApiKeyParams,
      body: ApiKeyDeletion,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      const { id: projectId, keyId } = request.params
      await blocking.deleteApiKey(sessionOf(request).actor, { projectId, keyId }, request.body)
      return reply.status(204).send(null)
    },
  })
}

function driftRoutes(app: App, blocking: Blocking): void {
  app.route({
    method: 'GET',
    url: '/api/limits/drift',
    config,
    schema: {
      summary: 'What somebody changed at OpenAI: limits and API keys of bound projects',
      description: 'From a daily look. What this product wrote itself is not among it.',
      tags,
      querystring: DriftQuery,
      response: { 200: z.object({ items: z.array(LimitChange) }), default: Problem },
    },
    handler: async (request) => ({ items: await blocking.listDrift(actorOf(request), request.query.projectId) }),
  })

  app.route({
    method: 'POST',
    url: '/api/limits/drift/:id/acknowledge',
    config,
    schema: {
      summary: 'Say that a change is as it should be',
      tags,
      params: IdParams,
      response: { 200: LimitChange, default: Problem },
    },
    handler: async (request) => blocking.acknowledgeDrift(actorOf(request), request.params.id),
  })
}

function inputOf({ grade, reason, until }: BlockInputValue) {
  return { grade, reason, until: { kind: until.kind, at: until.at === undefined ? undefined : new Date(until.at) } }
}
