import { Agent, request as call, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { answerTasks } from '../support/tasks.ts'

/** The least a proxy in Node can do: pipe there, pipe back. */
const agent = new Agent({ keepAlive: true, maxSockets: 512 })
let upstream = new URL('http://127.0.0.1')

const server = createServer((incoming, outgoing) => {
  const { host: _host, ...headers } = incoming.headers
  const forward = call(
    { agent, host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(outgoing)
    },
  )
  forward.on('error', () => outgoing.destroy())
  incoming.pipe(forward)
})

answerTasks(
  {
    start: (input) => {
      upstream = new URL(z.string().parse(input))
      return new Promise((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
      )
    },
  },
  async () => {
    server.closeAllConnections()
    agent.destroy()
  },
)
