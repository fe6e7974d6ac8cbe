import { createHmac } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { Schema } from '../platform/db/database.ts'
import { createLog } from '../platform/log.ts'
import { createSessions } from './sessions.ts'
import { createSignInLibrary } from './sign-in-library.ts'

const secret = 'a test secret that is long enough for the library'

/** A database that nobody can reach. */
function unreachable() {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new pg.Pool({ host: '127.0.0.1', port: 1 }) }) })
}

function sessionsOn(lines: string[]) {
  const log = createLog('info', { write: (line) => lines.push(line) })
  const options = { db: unreachable(), log, secret, publicUrl: 'http://localhost:3000', secure: false }
  return createSessions(createSignInLibrary(options))
}

test('a database that is away is reported as such, with nothing of the request in the log', async () => {
  const lines: string[] = []
  const sessions = sessionsOn(lines)
  const signature = createHmac('sha256', secret).update('token').digest('base64')
  const cookies = `finops.session_token=${encodeURIComponent(`token.${signature}`)}`
  const caller = { address: '192.0.2.1', userAgent: '', cookies }
  await expect(sessions.find(caller)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(sessions.start('minsu@example.com', 'a password', caller)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  })
  expect(lines.join()).not.toMatch(/minsu|a password|token\./)
})
