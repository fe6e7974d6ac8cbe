import type { Runtime } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { runThroughOwner } from '../platform/control/client.ts'
import type { CommandIo } from '../platform/control/io.ts'
import { connectToOwner, DirectoryInUse } from '../platform/db/directory-lock.ts'
import { createLog } from '../platform/log.ts'
import { CommandFailed, EndedWith, type Session } from './session.ts'

/** A command in the process that was started for it. Where a server holds the data directory, that server runs it for us. */
export function ownProcessSession(argv: readonly string[], io: CommandIo, commandsIn: Session['commandsIn']): Session {
  const session: Session = {
    place: 'own-process',
    argv,
    io,
    readConfig,
    commandsIn,
    async withRuntime(use) {
      const config = readConfig()
      if (config.databaseUrl === null) await throughOwner(config, session)
      const runtime = await open(config, io).catch(async (error: unknown) => {
        // A server took the directory between our look and our try.
        if (error instanceof DirectoryInUse) await throughOwner(config, session)
        throw error
      })
      try {
        await use(runtime)
      } finally {
        await runtime.close()
      }
    },
  }
  return session
}

/** Returns only when nobody owns the directory. */
async function throughOwner(config: Config, { argv, io }: Session): Promise<void> {
  const socket = await connectToOwner(config.dataDir)
  if (!socket) return
  const code = await runThroughOwner(socket, { argv: [...argv], cwd: io.cwd, isTerminal: io.isTerminal }, io)
  if (code === null) {
    throw new CommandFailed(
      '실행 중인 서버가 명령을 끝내기 전에 멈췄습니다. 끝난 데까지는 저장되었습니다. 다시 실행해 주세요.',
    )
  }
  throw new EndedWith(code)
}

async function open(config: Config, io: CommandIo): Promise<Runtime> {
  const { openRuntime } = await import('../app.ts')
  // What a command answers goes to stdout; a failure ends in its sentence; the log beside it is for what nobody expected.
  const log = createLog(config.logLevel === 'info' ? 'error' : config.logLevel, io.stderr)
  return openRuntime(config, { log, roles: { web: false, jobs: false } })
}
