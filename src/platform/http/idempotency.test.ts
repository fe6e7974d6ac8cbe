import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase } from '../../../test/support/database.ts'
import { fixedClock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { conflict } from '../errors.ts'
import { createLog } from '../log.ts'
import { type App, createHttpApp } from './app.ts'
import { answerOnce, forgetOldAnswers } from './idempotency.ts'
import { commonErrors } from './words.ts'

let database: Database
let app: App
const clock = fixedClock('2026-11-23T05:00:00Z')
let deeds = 0

beforeAll(async () => {
  database = await createTestDatabase()
  const log = createLog('silent')
  app = await createHttpApp({
    log,
    words: commonErrors,
    publicUrl: 'http://localhost',
    trustProxy: false,
    secure: false,
  })
  const owner = (header: unknown) => (typeof header === 'string' ? header : null)
  answerOnce(app, {
    db: database.db,
    clock,
    secret: 'x'.repeat(32),
    ownerOf: (request) => owner(request.headers['x-owner']),
  })
  const body = z.object({ name: z.string() })
  app.post('/deeds', { schema: { body } }, async (request, reply) => {
    deeds += 1
    if (request.body.name === 'refused') throw conflict('not-allowed')
    return reply.status(201).send({ deed: deeds, name: request.body.name })
  })
  app.post('/secrets', { schema: { body }, config: { answerIsSecret: true } }, async () => ({ secret: 'fin_once' }))
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const send = (key: string, name: string, { owner = 'p1', url = '/deeds' } = {}) =>
  app.inject({ method: 'POST', url, payload: { name }, headers: { 'idempotency-key': key, 'x-owner': owner } })

test('a request sent twice is carried out once and answered alike', async () => {
  const before = deeds
  const first = await send('k1', 'a')
  const second = await send('k1', 'a')
  expect(deeds).toBe(before + 1)
  expect([second.statusCode, second.body]).toEqual([201, first.body])
  expect(second.headers['idempotent-replayed']).toBe('true')
})

test('two at once are carried out once', async () => {
  const before = deeds
  const answers = await Promise.all([send('k2', 'a'), send('k2', 'a'), send('k2', 'a')])
  expect(deeds).toBe(before + 1)
  expect(answers.map((answer) => answer.statusCode).filter((status) => status !== 201 && status !== 409)).toEqual([])
})

test('the same key with another body is refused, with another person it is another key', async () => {
  await send('k3', 'a')
  expect((await send('k3', 'b')).json()).toMatchObject({ code: 'idempotency-key-reused', status: 409 })
  expect((await send('k3', 'b', { owner: 'p2' })).statusCode).toBe(201)
})

test('a refused request may be corrected and sent again with its key', async () => {
  expect((await send('k4', 'refused')).statusCode).toBe(409)
  expect((await send('k4', 'fine')).statusCode).toBe(201)
})

test('an answer that shows a secret is not kept', async () => {
  expect((await send('k5', 'a', { url: '/secrets' })).statusCode).toBe(200)
  expect((await send('k5', 'a', { url: '/secrets' })).json()).toMatchObject({ code: 'idempotency-answer-not-kept' })
  const { rows } = await sql`select * from idempotency_keys where body like '%fin_once%'`.execute(database.db)
  expect(rows).toEqual([])
})

test('answers are forgotten after a day', async () => {
  await send('k6', 'a')
  clock.advance(25 * 3600 * 1000)
  await forgetOldAnswers(database.db, clock.now())
  expect((await sql`select from idempotency_keys`.execute(database.db)).rows).toEqual([])
})

test('a key of strange characters is refused', async () => {
  expect((await send('with space', 'a')).json()).toMatchObject({ code: 'idempotency-key-invalid', status: 400 })
})
