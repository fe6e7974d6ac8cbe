import { setTimeout } from 'node:timers/promises'
import { openRuntime, type Roles, type Runtime } from './app.ts'
import type { Config } from './config.ts'
import { answerControl, type RunCommand } from './platform/control/server.ts'
import type { Logger } from './platform/log.ts'
import { buildWeb } from './platform/web-build.ts'

const STOP_TIMEOUT_MS = 10_000

export type ServerOptions = {
  config: Config
  log: Logger
  roles: Roles
  /** How commands of other processes run on this server's workspace. */
  commands(runtime: Runtime): RunCommand
  /** Done before the server listens. */
  prepare?(runtime: Runtime): Promise<void>
}

export type Server = {
  address: string | null
  /** Null for a workspace that has its first admin. The code before it is worth nothing from then on. */
  newSetupCode(): Promise<string | null>
  stop(): Promise<void>
}

/** One process of the product: picks its roles, nothing else. */
export async function startServer({ config, log, roles, commands, prepare }: ServerOptions): Promise<Server> {
  if (roles.web) {
    const { outcome } = await buildWeb({ onStart: () => log.info('building the pages, which takes a few seconds') })
    log.info({ outcome }, 'pages ready')
  }
  const runtime = await openRuntime(config, { log, roles })
  runtime.database.onLost((error) => {
    log.fatal({ err: error }, 'the embedded database has stopped: ending, so that the server can be started again')
    process.exit(1)
  })
  try {
    const control = answerCommands(runtime, commands(runtime))
    await prepare?.(runtime)
    const address = await runtime.start()
    if (address) log.info({ url: config.publicUrl, address }, 'listening')
    return {
      address,
      newSetupCode: () => runtime.people.setupCode(),
      stop: async () => {
        log.info('stopping')
        await control.stop()
        await runtime.close()
        log.info('stopped')
      },
    }
  } catch (error) {
    await runtime.close()
    throw error
  }
}

/** Commands that run when the server stops are aborted and waited for: they use its database. */
function answerCommands({ lock }: Runtime, run: RunCommand): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  lock?.onConnection((socket) => {
    const answered = answerControl(socket, (request, io) =>
      run(request, { ...io, signal: AbortSignal.any([io.signal, stopping.signal]) }),
    )
    running.add(answered)
    void answered.finally(() => running.delete(answered))
  })
  return {
    stop: async () => {
      lock?.onConnection((socket) => socket.destroy())
      stopping.abort()
      await Promise.race([Promise.allSettled(running), setTimeout(STOP_TIMEOUT_MS, null, { ref: false })])
    },
  }
}
