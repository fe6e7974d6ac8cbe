import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Admission } from './admission.ts'
import { authenticate, type Caller, isRefusal } from './authenticate.ts'
import { type Body, collectBody } from './body.ts'
import { type Call, newCall, recordOf } from './call.ts'
import { contextOf } from './context.ts'
import { endpointOf } from './endpoint.ts'
import { Exchange, type ExchangeDeps } from './exchange.ts'
import { headersToSend } from './headers.ts'
import { askForUsage } from './include-usage.ts'
import { isAdministration, isOurs, type Target, targetOf } from './path.ts'
import type { Pools } from './pools.ts'
import { type Refusal, refuse } from './refusal.ts'
import { readRequest } from './request-facts.ts'
import type { Snapshot } from './snapshot.ts'
import { refusals } from './words.ko.ts'

export type HandleDeps = ExchangeDeps & {
  snapshot(): Snapshot | null
  wallClock(): Date
  pools: Pools
  admission: Admission | null
  onBegin(exchange: Exchange): void
  onRefused(refusal: Refusal): void
}

type Asked = { request: IncomingMessage; response: ServerResponse; target: Target; caller: Caller; call: Call }

/**
 * A call on its way, step by step:
 *   recognise     is it ours, and does its path lead to one place only
 *   authenticate  which project calls, and with which key at OpenAI
 *   context       what the caller says the call is for
 *   admit         is the project blocked; is there room below a hard limit
 *   forward       to OpenAI as it came, and back as it comes (exchange.ts)
 *   meter         the answer is read as it passes (usage/)
 *   record        written to the spool before the caller can have read the answer to its end (spool/)
 */
export function createHandle(deps: HandleDeps) {
  function recognise(url: string): Target | Refusal {
    if (deps.isStopping()) return refusals.stopping
    const target = targetOf(url)
    if (target === null) return refusals.pathRefused
    return isAdministration(target.path) ? refusals.administration : target
  }

  /** Nobody is known to call, so there is no project to record it for. */
  function turnAway(response: ServerResponse, refusal: Refusal): void {
    deps.onRefused(refusal)
    refuse(response, refusal)
  }

  /** A refused call is a record as well; it is written before its caller is told. */
  function refuseCall({ response, call }: Asked, refusal: Refusal): void {
    deps.onRefused(refusal)
    const ending = {
      result: 'refused',
      status: refusal.status,
      problemCode: refusal.code,
      streamed: false,
      requestId: null,
      reading: null,
    } as const
    deps.spool.append(recordOf(call, ending, deps.now()), () => refuse(response, refusal, budgetOf(call)))
  }

  function budgetOf({ key }: Call): readonly string[] {
    const budget = deps.admission?.budgetHeader(key.projectId) ?? null
    return budget === null ? NO_HEADERS : ['x-finops-budget', budget]
  }

  function blockOf({ key }: Caller): Refusal | undefined {
    const snapshot = deps.snapshot()
    return snapshot?.blockedProjects.get(key.projectId) ?? snapshot?.blockedTeams.get(key.teamId)
  }

  /** Asked when the call comes and again when its body has come: an upload takes its time. */
  function admit(asked: Asked, body: Body): void {
    const block = blockOf(asked.caller)
    if (block) refuseCall(asked, block)
    else if (deps.admission?.concerns(asked.call.key.projectId)) reserve(deps.admission, asked, body)
    else forward(asked, body)
  }

  function reserve(admission: Admission, asked: Asked, body: Body): void {
    const { id: callId, key, endpoint, facts, at } = asked.call
    const bytes = body.kind === 'whole' ? body.bytes : null
    const length = bytes?.length ?? lengthOf(body)
    const { projectId } = key
    const { name, kind } = endpoint
    admission
      .admit({ callId, projectId, endpoint: name, kind, model: facts.model, body: bytes, length, at })
      .catch(() => ({ ok: false, refusal: refusals.starting }) as const)
      .then((answer) => {
        if (answer.ok) forward(asked, body)
        else refuseCall(asked, answer.refusal)
      })
  }

  function forward({ request, response, target, caller, call }: Asked, body: Body): void {
    const { pool, basePath } = deps.pools.of(caller.baseUrl)
    const { authorization, isOwnKey } = caller
    const asking = usageAsked(call, body)
    const headers = budgetOf(call)
    const exchange = new Exchange(deps, { call, request, response, headers, removesUsage: asking !== null })
    const length = body.kind === 'stream' ? body.length : null
    deps.onBegin(exchange)
    pool.dispatch(
      {
        path: `${basePath}${target.path}${target.query}`,
        method: request.method ?? 'GET',
        headers: headersToSend(request, { authorization, isOwnKey, length, plain: asking !== null }),
        body: asking ?? (body.kind === 'whole' ? body.bytes : body.kind === 'stream' ? body.stream : null),
      },
      exchange,
    )
  }

  return function handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '', method = 'GET' } = request
    if (!isOurs(url)) return false
    // Whoever calls again and again on one connection would keep the process from ending.
    if (deps.isStopping()) response.shouldKeepAlive = false
    const startedAt = deps.now()
    const target = recognise(url)
    const snapshot = deps.snapshot()
    if (isRefusal(target) || snapshot === null) {
      turnAway(response, isRefusal(target) ? target : refusals.starting)
      return true
    }
    const at = deps.wallClock()
    const caller = authenticate(request, snapshot, at.getTime())
    if (isRefusal(caller)) {
      turnAway(response, caller)
      return true
    }
    const endpoint = endpointOf(method, target.path)
    const context = contextOf(request)
    const call = newCall({ at, startedAt, key: caller.key, endpoint, context, retries: retriesOf(request) })
    const asked = { request, response, target, caller, call }
    const block = blockOf(caller)
    if (block) refuseCall(asked, block)
    else if (asksForUpgrade(request)) refuseCall(asked, refusals.upgrade)
    else
      collectBody(request, endpoint, (body) => {
        if (body.kind === 'too-large') refuseCall(asked, refusals.bodyTooLarge)
        else if (body.kind === 'whole') admit(asked, known(call, body))
        else if (body.kind !== 'left') {
          if (body.kind === 'stream') call.fields = body.fields ?? null
          admit(asked, body)
        }
      })
    return true
  }
}

const NO_HEADERS: readonly string[] = []

function lengthOf(body: Body): number | null {
  if (body.kind === 'none') return 0
  return body.kind === 'stream' && body.length !== null ? Number(body.length) : null
}

function known(call: Call, body: Extract<Body, { kind: 'whole' }>): Body {
  const { facts, members } = readRequest(body.bytes, call.endpoint)
  call.facts = facts
  call.requestBytes = body.bytes.length
  return { ...body, members }
}

function usageAsked({ facts, endpoint }: Call, body: Body): Buffer | null {
  if (body.kind !== 'whole' || !body.members || !facts.streams || !endpoint.takesUsageOption) return null
  return askForUsage(body.bytes, body.members)
}

/** A connection that is no longer HTTP would carry calls that nobody sees. */
function asksForUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket' && /\bupgrade\b/i.test(headers.connection ?? '')
}

function retriesOf({ headers }: IncomingMessage): number | null {
  const count = headers['x-stainless-retry-count']
  return typeof count === 'string' && /^\d{1,4}$/.test(count) ? Number(count) : null
}
