import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgresBinaries } from './binaries.ts'

export type TemporaryPostgres = { url: string; version: string; stop(): Promise<void> }

const READY = 'database system is ready to accept connections'
const ATTEMPTS = 3

/** A PostgreSQL server of its own on a free loopback port, gone with its data when stopped. `durable` keeps fsync, for measuring. */
export async function startTemporaryPostgres(options: { durable?: boolean } = {}): Promise<TemporaryPostgres> {
  const binaries = findPostgresBinaries()
  const user = unprivilegedUser()
  const directory = mkdtempSync(join(tmpdir(), 'finops-postgres-'))
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const remove = () => rmSync(directory, { recursive: true, force: true })
  const setting = { cwd: directory, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' }, ...user }
  try {
    execFileSync(
      join(binaries, 'initdb'),
      ['-D', data, '-U', 'finops', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      { ...setting, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const { server, port } = await startServer(join(binaries, 'postgres'), data, options.durable ?? false, setting)
    const killWithUs = () => server.kill('SIGQUIT')
    process.once('exit', killWithUs)
    return {
      url: `postgres://finops@127.0.0.1:${port}/postgres`,
      version: execFileSync(join(binaries, 'postgres'), ['--version'], { ...setting, encoding: 'utf8' }).trim(),
      stop: async () => {
        process.off('exit', killWithUs)
        await stopServer(server)
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

type Setting = { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number }

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {}
  }
  throw new Error('root may not run PostgreSQL, and there is neither a user "postgres" nor "nobody"')
}

async function startServer(program: string, data: string, durable: boolean, setting: Setting) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const options = {
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    }
    const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(program, ['-D', data, ...flags], { ...setting, stdio: ['ignore', 'ignore', 'pipe'] })
    const complaint = await waitUntilReady(server)
    if (complaint === null) return { server, port }
    if (attempt === ATTEMPTS) throw new Error(`the temporary PostgreSQL did not start:\n${complaint}`)
  }
}

/** Null when the server accepts connections, otherwise what it wrote before it ended. */
function waitUntilReady(server: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    let written = ''
    const onEnd = () => resolve(written || 'it ended without a word')
    server.once('error', (error) => resolve(String(error)))
    server.once('exit', onEnd)
    server.stderr?.on('data', (bytes) => {
      if (written.includes(READY)) return // keep reading, or the pipe fills and the server stalls
      written += bytes
      if (!written.includes(READY)) return
      server.off('exit', onEnd)
      resolve(null)
    })
  })
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGINT') // PostgreSQL's fast shutdown
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}
