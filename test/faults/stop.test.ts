import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestServer } from '../support/server.ts'

test('a request that never arrives whole does not hold up a stop', async () => {
  const server = await startTestServer({ lastAnswersMs: 200 })
  const { hostname, port } = new URL(server.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  socket.write(
    'POST /api/sign-in HTTP/1.1\r\nHost: finops.test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  )
  // Answered on another connection, so that the first one has arrived as far as it ever will.
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  await server.close()
  await closed
})
