import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Clock, DAY, MINUTE } from '../clock.ts'
import type { Db } from '../db/database.ts'
import { conflict, invalid } from '../errors.ts'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer shows a secret once: it is not kept, and a repetition is told that it was already carried out. */
    answerIsSecret?: boolean
  }
  interface FastifyRequest {
    idempotencyKey: string | null
  }
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** A process that died leaves its key behind; after this long somebody else may try again. */
const ABANDONED_AFTER_MS = 2 * MINUTE

type Deps = {
  db: Db
  clock: Clock
  /** A body may hold a password, so its fingerprint must not be guessable from the database alone. */
  secret: string
  ownerOf(request: FastifyRequest): string | null
}
type Kept = { fingerprint: string; status: number | null; body: string | null; is_done: boolean }

/** A write that is sent again with the same `Idempotency-Key` within a day gets the first answer and changes nothing. */
export function answerOnce(app: App, deps: Deps): void {
  app.decorateRequest('idempotencyKey', null)

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    const owner = deps.ownerOf(request)
    if (key === undefined || owner === null || !WRITES.has(request.method)) return
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid('idempotency-key-invalid')
    const fingerprint = fingerprintOf(request, deps.secret)
    const known = await claim(deps, owner, key, fingerprint)
    if (known === null) {
      request.idempotencyKey = key
      return
    }
    if (known.fingerprint !== fingerprint) throw conflict('idempotency-key-reused')
    if (!known.is_done) throw conflict('idempotency-key-in-progress')
    if (known.status === null) throw conflict('idempotency-answer-not-kept')
    void reply.header('idempotent-replayed', 'true')
    return reply.status(known.status).type('application/json; charset=utf-8').serializer(asIs).send(known.body)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const owner = deps.ownerOf(request)
    if (request.idempotencyKey === null || owner === null) return payload
    const isKept = reply.statusCode < 400 && (payload === null || payload === undefined || typeof payload === 'string')
    if (isKept) {
      const isSecret = request.routeOptions.config.answerIsSecret ?? false
      const body = typeof payload === 'string' && !isSecret ? payload : null
      const status = isSecret ? null : reply.statusCode
      await keep(deps.db, { owner, key: request.idempotencyKey, status, body })
    } else {
      await forget(deps.db, owner, request.idempotencyKey)
    }
    return payload
  })
}

const asIs = (body: unknown): string => (typeof body === 'string' ? body : '')

function fingerprintOf(request: FastifyRequest, secret: string): string {
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  return createHmac('sha256', secret).update(`idempotency ${request.method} ${request.url}\n${body}`).digest('hex')
}

/** Null: the key is ours now. Else what somebody before us left. */
async function claim(deps: Deps, owner: string, key: string, fingerprint: string): Promise<Kept | null> {
  const now = deps.clock.now()
  const abandoned = new Date(now.getTime() - ABANDONED_AFTER_MS)
  const { rows: mine } = await sql`
    insert into idempotency_keys (owner, key, fingerprint, created_at) values (${owner}, ${key}, ${fingerprint}, ${now})
    on conflict (owner, key) do update set fingerprint = excluded.fingerprint, created_at = excluded.created_at
      where not idempotency_keys.is_done and idempotency_keys.created_at < ${abandoned}
    returning key`.execute(deps.db)
  if (mine.length > 0) return null
  const { rows } = await sql<Kept>`
    select fingerprint, status, body, is_done from idempotency_keys where owner = ${owner} and key = ${key}`.execute(
    deps.db,
  )
  return rows[0] ?? null
}

async function keep(
  db: Db,
  answer: { owner: string; key: string; status: number | null; body: string | null },
): Promise<void> {
  await sql`
    update idempotency_keys set status = ${answer.status}, body = ${answer.body}, is_done = true
    where owner = ${answer.owner} and key = ${answer.key}`.execute(db)
}

async function forget(db: Db, owner: string, key: string): Promise<void> {
  await sql`delete from idempotency_keys where owner = ${owner} and key = ${key}`.execute(db)
}

export async function forgetOldAnswers(db: Db, now: Date): Promise<void> {
  await sql`delete from idempotency_keys where created_at < ${new Date(now.getTime() - DAY)}`.execute(db)
}
