import { connect } from 'node:net'

export type RawAnswer = { head: string; body: Buffer; whole: Buffer }

/** One request as bytes, and all that comes back until the other side closes. */
export function sendRaw(url: string, bytes: Buffer | string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const whole = Buffer.concat(chunks)
      const end = whole.indexOf('\r\n\r\n')
      const head = whole.subarray(0, end === -1 ? whole.length : end).toString('latin1')
      resolve({ head, body: end === -1 ? Buffer.alloc(0) : whole.subarray(end + 4), whole })
    })
  })
}

export function requestText(
  method: string,
  path: string,
  headers: readonly string[],
  body: Buffer | string = '',
): Buffer {
  const bytes = Buffer.from(body)
  const length = bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : []
  const head = [`${method} ${path} HTTP/1.1`, 'Host: gateway.test', 'Connection: close', ...headers, ...length, '', '']
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), bytes])
}
